import LearningToDefer

/// Reads and checks a manifest's keys.
struct ManifestReader {
  let root: JSONElement

  init(_ root: JSONElement) throws(JSONError) {
    self.root = root
    guard root.kind == .object else { throw root.failure("must be an object, not \(root.noun)") }
  }

  func manifest() throws(JSONError) -> ModelManifest {
    try checkFormat()
    let surrogate = try surrogate()
    let classes = try classes()
    let experts = try experts(surrogate)
    let network = try member("network")
    let textInput = try textInput(of: network)
    let inputs = if let textInput { textInput.dimension } else { try size(member("input", of: network)) }
    let hidden = try hidden(of: network)
    let activation = try activation(of: network)
    var manifest = ModelManifest(
      surrogate: surrogate, classes: classes, experts: experts, inputs: inputs, text: textInput,
      hidden: hidden, activation: activation)
    manifest.version = try text("version")
    manifest.sourceVersion = try text("source_version")
    if let training = root["training"], !training.isNull { manifest.training = try JSONValue(training) }
    if let priors = root["priors"], !priors.isNull {
      manifest.priors = try PriorsKey.read(priors, experts: experts, classes: classes)
    }
    if let maps = root["calibration"], !maps.isNull {
      manifest.calibration = try CalibrationKey.read(maps, experts: experts)
    }
    if let conformal = root["conformal"], !conformal.isNull {
      guard surrogate.surrogate.defers else {
        throw conformal.failure("a model that never defers has no conformal sets: leave it out")
      }
      manifest.conformal = try summary(conformal, experts: experts)
    }
    return manifest
  }

  private func member(_ name: String, of object: JSONElement? = nil) throws(JSONError) -> JSONElement {
    let object = object ?? root
    guard let value = object[name] else { throw object.failure("the key \"\(name)\" is missing") }
    return value
  }

  private func text(_ name: String) throws(JSONError) -> String? {
    guard let value = root[name], !value.isNull else { return nil }
    return try value.string
  }

  private func checkFormat() throws(JSONError) {
    let value = try member("format")
    let format = try value.string
    guard format == ModelManifest.format else {
      throw value.failure("the format is \"\(format)\"; this version reads \"\(ModelManifest.format)\"")
    }
  }

  private func surrogate() throws(JSONError) -> SurrogateName {
    let value = try member("surrogate")
    let name = try value.string
    guard let surrogate = SurrogateName(rawValue: name) else {
      throw value.failure("\"\(name)\" is no surrogate: there are \(SurrogateName.list)")
    }
    return surrogate
  }

  private func classes() throws(JSONError) -> [String] {
    let value = try member("classes")
    let names = try names(value)
    guard names.count >= 2 else {
      throw value.failure("a model needs at least two classes, not \(names.count)")
    }
    return names
  }

  private func experts(_ surrogate: SurrogateName) throws(JSONError) -> [String] {
    let value = try member("experts")
    let names = try names(value)
    guard !names.isEmpty || !surrogate.surrogate.defers else {
      throw value.failure("a model that defers needs at least one expert")
    }
    var position = 0
    try value.forEachElement { item throws(JSONError) in
      if let problem = ExpertName.problem(with: names[position]) { throw item.failure(problem) }
      position += 1
    }
    return names
  }

  private func names(_ array: JSONElement) throws(JSONError) -> [String] {
    var names: [String] = []
    var seen = Set<String>()
    try array.forEachElement { item throws(JSONError) in
      let name = try item.string
      guard !name.isEmpty else { throw item.failure("is an empty name") }
      guard seen.insert(name).inserted else { throw item.failure("the name \"\(name)\" is there twice") }
      names.append(name)
    }
    return names
  }

  private func textInput(of network: JSONElement) throws(JSONError) -> TextInput? {
    guard network.kind == .object else { throw network.failure("must be an object, not \(network.noun)") }
    let value = try member("input", of: network)
    return value.kind == .object ? try TextInput(value) : nil
  }

  private func hidden(of network: JSONElement) throws(JSONError) -> [Int] {
    var hidden: [Int] = []
    try member("hidden", of: network).forEachElement { item throws(JSONError) in hidden.append(try size(item))
    }
    return hidden
  }

  private func size(_ value: JSONElement) throws(JSONError) -> Int {
    let size = try value.int64
    guard (1...(1 << 30)).contains(size) else {
      throw value.failure("must be between 1 and \(1 << 30), not \(size)")
    }
    return Int(size)
  }

  private func activation(of network: JSONElement) throws(JSONError) -> Activation {
    let value = try member("activation", of: network)
    let name = try value.string
    guard let activation = Activation(rawValue: name) else {
      throw value.failure("\"\(name)\" is no activation: relu, tanh or gelu")
    }
    return activation
  }

  private func summary(_ value: JSONElement, experts: [String]) throws(JSONError) -> ConformalSummary {
    let statistic = try member("statistic", of: value)
    guard try statistic.string == "exact" else {
      throw statistic.failure("only the statistic \"exact\" is served")
    }
    let rows = try member("rows", of: value).int64
    let rowsWithout = try member("rows_without_correct_expert", of: value)
    guard rows >= 0, rows <= 1 << 40, (0...rows).contains(try rowsWithout.int64) else {
      throw rowsWithout.failure("must lie between 0 and rows")
    }
    let alpha = try member("alpha", of: value)
    guard try alpha.double > 0, try alpha.double < 1 else { throw alpha.failure("must lie between 0 and 1") }
    let pool = try member("pool", of: value)
    let names = try names(pool)
    guard !names.isEmpty else { throw pool.failure("the pool is empty") }
    if let stranger = names.first(where: { !experts.contains($0) }) {
      throw pool.failure("\"\(stranger)\" is not among the model's experts")
    }
    return ConformalSummary(
      rows: Int(rows), rowsWithoutCorrectExpert: Int(try rowsWithout.int64), alpha: try alpha.double,
      pool: names)
  }
}
