import LearningToDefer

/// The manifest's key `calibration`: `{"map": ..., its parameters}` for the classifier and each expert.
enum CalibrationKey {
  private static let classifier = "classifier"
  private static let parameters = ["temperature", "slope", "intercept", "outputs", "probabilities"]

  /// Reads the maps; who is not named has none.
  static func read(_ value: JSONElement, experts: [String]) throws(JSONError) -> CalibrationMaps {
    var maps: [String: CalibrationMap] = [:]
    try value.forEachMember { key, value throws(JSONError) in
      let name = key.string
      guard name == classifier || experts.contains(name) else {
        throw value.failure("\"\(name)\" is neither \"classifier\" nor among the model's experts")
      }
      maps[name] = try map(value)
    }
    return CalibrationMaps(
      classifier: maps[classifier] ?? .identity, experts: experts.map { maps[$0] ?? .identity })
  }

  /// The maps as JSON; of `document`, what was read before, other keys of a decider are kept.
  static func json(_ maps: CalibrationMaps, experts: [String], over document: JSONValue?) -> JSONValue {
    let all = zip([classifier] + experts, [maps.classifier] + maps.experts)
    return .object(all.map { JSONMember($0, json($1, over: document?[$0])) })
  }

  private static func json(_ map: CalibrationMap, over document: JSONValue?) -> JSONValue {
    var json = document ?? .object([])
    for name in parameters { json[name] = nil }
    json["map"] = .string(map.name)
    switch map {
    case .identity: break
    case .temperature(let temperature): json["temperature"] = .number(temperature)
    case .platt(let slope, let intercept):
      json["slope"] = .number(slope)
      json["intercept"] = .number(intercept)
    case .isotonic(let map):
      json["outputs"] = .array(map.outputs.map(JSONValue.number))
      json["probabilities"] = .array(map.probabilities.map(JSONValue.number))
    }
    return json
  }

  private static func map(_ value: JSONElement) throws(JSONError) -> CalibrationMap {
    guard value.kind == .object else { throw value.failure("must be an object, not \(value.noun)") }
    let name = try member("map", of: value)
    switch try name.string {
    case "none": return .identity
    case "temperature": return .temperature(try positive("temperature", of: value))
    case "platt":
      let slope = try positive("slope", of: value)
      return .platt(slope: slope, intercept: try member("intercept", of: value).double)
    case "isotonic": return .isotonic(try isotonic(value))
    case let other:
      throw name.failure("\"\(other)\" is no map: there are none, temperature, platt and isotonic")
    }
  }

  private static func isotonic(_ value: JSONElement) throws(JSONError) -> IsotonicMap {
    let outputs = try numbers("outputs", of: value)
    let probabilities = try numbers("probabilities", of: value)
    guard let map = IsotonicMap(outputs: outputs, probabilities: probabilities) else {
      throw value.failure(
        "outputs and probabilities must be as many, at least one, the outputs rising strictly, the probabilities "
          + "never falling within 0 and 1")
    }
    return map
  }

  private static func numbers(_ name: String, of object: JSONElement) throws(JSONError) -> [Double] {
    var numbers: [Double] = []
    try member(name, of: object).forEachElement { item throws(JSONError) in numbers.append(try item.double) }
    return numbers
  }

  private static func positive(_ name: String, of object: JSONElement) throws(JSONError) -> Double {
    let value = try member(name, of: object)
    let number = try value.double
    guard number > 0 else { throw value.failure("must be above 0, not \(number)") }
    return number
  }

  private static func member(_ name: String, of object: JSONElement) throws(JSONError) -> JSONElement {
    guard let value = object[name] else { throw object.failure("the key \"\(name)\" is missing") }
    return value
  }
}
