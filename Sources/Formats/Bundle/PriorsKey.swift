import LearningToDefer

/// The manifest's key `priors`: what stands in place of a trained output for experts with few labels.
enum PriorsKey {
  static func read(
    _ value: JSONElement, experts: [String], classes: [String]
  ) throws(JSONError) -> [String: ExpertPrior] {
    var priors: [String: ExpertPrior] = [:]
    try value.forEachMember { key, value throws(JSONError) in
      let name = key.string
      guard experts.contains(name) else {
        throw value.failure("\"\(name)\" is not among the model's experts")
      }
      priors[name] = try prior(value, classes: classes)
    }
    return priors
  }

  /// The priors as JSON, in the order of the experts; of `document`, what was read before, other keys are kept.
  static func json(
    _ priors: [String: ExpertPrior], experts: [String], classes: [String], over document: JSONValue?
  ) -> JSONValue? {
    let members = experts.compactMap { name in
      priors[name].map { JSONMember(name, json($0, classes: classes, over: document?[name])) }
    }
    return members.isEmpty ? nil : .object(members)
  }

  private static func json(
    _ prior: ExpertPrior, classes: [String], over document: JSONValue?
  ) -> JSONValue {
    var json = document ?? .object([])
    json["labels"] = .integer(Int64(prior.labels))
    json["correctness"] = .number(prior.overall)
    json["by_class"] = .object(zip(classes, prior.byClass).map { JSONMember($0, .number($1)) })
    return json
  }

  private static func prior(_ value: JSONElement, classes: [String]) throws(JSONError) -> ExpertPrior {
    guard value.kind == .object else { throw value.failure("must be an object, not \(value.noun)") }
    let labels = try member("labels", of: value)
    guard (0...1 << 40).contains(try labels.int64) else { throw labels.failure("must not be negative") }
    let byClass = try member("by_class", of: value)
    var chances: [Double] = []
    for name in classes { chances.append(try chance(try member(name, of: byClass))) }
    return ExpertPrior(
      labels: Int(try labels.int64), overall: try chance(try member("correctness", of: value)),
      byClass: chances)
  }

  private static func chance(_ value: JSONElement) throws(JSONError) -> Double {
    let chance = try value.double
    guard chance > 0, chance < 1 else { throw value.failure("must lie between 0 and 1") }
    return chance
  }

  private static func member(_ name: String, of object: JSONElement) throws(JSONError) -> JSONElement {
    guard let value = object[name] else { throw object.failure("the key \"\(name)\" is missing") }
    return value
  }
}
