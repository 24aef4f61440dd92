import LearningToDefer

extension TrainingSettings {
  /// The settings as a manifest keeps them; `init(record:)` reads them again.
  package var record: JSONValue {
    var record = JSONValue.members([
      "surrogate": .string(surrogate.rawValue), "hidden": .array(hidden.map(JSONValue.count)),
      "activation": .string(activation.rawValue), "epochs": .count(epochs), "batch_size": .count(batchSize),
      "optimizer": .string(optimizer == .adam ? "adam" : "sgd"), "learning_rate": .number(learningRate),
      "embedding_rate": .number(embeddingRate), "warm_up": .number(warmUp), "cosine": .bool(cosine),
      "weight_decay": .number(weightDecay),
      "clip_norm": .orNull(clipNorm), "class_weights": classWeights.record,
      "infer_truth": .orNull(inferTruth),
      "patience": patience.map(JSONValue.count) ?? .null, "standardize": .bool(standardize),
      "shuffle_block": shuffleBlock.map(JSONValue.count) ?? .null,
      "seed": .integer(Int64(bitPattern: seed)), "threads": .count(threads),
    ])
    if case .sgd(let momentum) = optimizer { record["momentum"] = .number(momentum) }
    return record
  }

  /// Reads `training.settings` of a manifest; what is missing or of another type keeps its default.
  ///
  /// A `patience` of null means none. Values that cannot be used are left to `check`.
  package init(record: JSONValue?) {
    self.init()
    let whole = { (key: String) in record?[key]?.integer.map { Int($0) } }
    surrogate = record?["surrogate"]?.string.flatMap(SurrogateName.init) ?? surrogate
    hidden = record?["hidden"]?.array?.compactMap { $0.integer.map { Int($0) } } ?? hidden
    activation = record?["activation"]?.string.flatMap(Activation.init) ?? activation
    epochs = whole("epochs") ?? epochs
    batchSize = whole("batch_size") ?? batchSize
    if record?["optimizer"]?.string == "sgd" {
      optimizer = .sgd(momentum: record?["momentum"]?.number ?? 0)
    }
    learningRate = record?["learning_rate"]?.number ?? learningRate
    embeddingRate = record?["embedding_rate"]?.number ?? embeddingRate
    warmUp = record?["warm_up"]?.number ?? warmUp
    cosine = record?["cosine"]?.bool ?? cosine
    weightDecay = record?["weight_decay"]?.number ?? weightDecay
    clipNorm = record?["clip_norm"]?.number
    classWeights = ClassWeights(record: record?["class_weights"])
    inferTruth = record?["infer_truth"]?.number
    if let value = record?["patience"] { patience = value.integer.map { Int($0) } }
    shuffleBlock = whole("shuffle_block")
    standardize = record?["standardize"]?.bool ?? standardize
    seed = record?["seed"]?.integer.map { UInt64(bitPattern: $0) } ?? seed
    threads = whole("threads") ?? threads
  }
}

extension ClassWeights {
  /// Null, `"balanced"`, or the weights by class name.
  fileprivate var record: JSONValue {
    switch self {
    case .equal: .null
    case .balanced: .string("balanced")
    case .given(let byName):
      .object(byName.sorted { $0.key < $1.key }.map { JSONMember($0.key, .number($0.value)) })
    }
  }

  fileprivate init(record: JSONValue?) {
    if record?.string == "balanced" {
      self = .balanced
    } else if let members = record?.members {
      self = .given(members.reduce(into: [:]) { $0[$1.key] = $1.value.number ?? .nan })
    } else {
      self = .equal
    }
  }
}
