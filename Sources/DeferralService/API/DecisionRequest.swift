import Formats
import HTTPServer
import LearningToDefer

/// Reads what a client asks of `POST /v1/decisions`.
struct DecisionRequest {
  private static let known =
    "features or text, class_probabilities, alpha, k, experts, priority, metadata"
  /// Bytes of `metadata` at most.
  private static let metadataLimit = 16_384

  /// What was asked for beside the input.
  private(set) var options: DecisionOptions
  /// UTF-8 of the input where it is a text.
  private(set) var text: [UInt8]?
  private var decider: Decider
  private var row: Int
  private var hasFeatures = false
  private var hasClassProbabilities = false
  private var alpha: Double?
  private var count: Int?
  private var model: ServingModel { decider.model }

  /// Reads the request's body, its input straight into the decider's batch.
  ///
  /// - Parameters:
  ///   - decider: will decide; names and the input are checked against its model.
  ///   - row: place of the input in the batch, whose content is undefined after an error.
  ///   - alpha: error rate where the request names none.
  /// - Throws: `Problem` that points at the field at fault.
  init(
    _ request: Request<Endpoint>, parser: JSONParser, decider: Decider, row: Int, alpha: Double
  ) throws(Problem) {
    self.decider = decider
    self.row = row
    options = DecisionOptions(alpha: alpha)
    var reading = self
    try RequestDocument.read(request, with: parser, known: Self.known) { name, value in
      try reading.take(name, value)
    }
    guard reading.hasFeatures || reading.text != nil else {
      throw model.takesText
        ? .field("#/text", "is missing; the active model takes a text")
        : .field("#/features", "is missing; the active model takes \(model.inputs) numbers")
    }
    guard reading.hasClassProbabilities || !decider.model.estimator.takesClassProbabilities else {
      throw .field(
        "#/class_probabilities", "is missing; the active model is a rejector and takes one number a class")
    }
    guard reading.alpha == nil || reading.count == nil else {
      throw .field("#/k", "stands beside alpha; give one of them")
    }
    if let alpha = reading.alpha { reading.options.rule = .errorRate(alpha) }
    if let count = reading.count { reading.options.rule = .top(count) }
    reading.options.traceparent = Self.traceparent(request)
    reading.options.idempotencyKey = try Self.idempotencyKey(request)
    self = reading
  }

  private mutating func take(_ name: String, _ value: JSONElement) throws(JSONError) -> Bool {
    switch name {
    case "features": try takeFeatures(value)
    case "class_probabilities": try takeClassProbabilities(value)
    case "text": try takeText(value)
    case "alpha": alpha = try Self.alpha(value)
    case "k": count = try wholeNumber(value, in: 1...Int64(max(model.experts.count, 1)))
    case "experts": options.experts = try experts(value)
    case "priority": options.priority = try wholeNumber(value, in: -1_000_000...1_000_000)
    case "metadata": options.metadata = try Self.metadata(value)
    default: return false
    }
    return true
  }

  private mutating func takeFeatures(_ value: JSONElement) throws(JSONError) {
    guard !model.takesText else { throw value.failure("are not what the active model takes; send a text") }
    let count = try value.floats(into: decider.input(row))
    guard count == model.inputs else {
      throw value.failure("has \(count) numbers; the active model takes \(model.inputs)")
    }
    hasFeatures = true
  }

  private mutating func takeText(_ value: JSONElement) throws(JSONError) {
    guard model.takesText else {
      throw value.failure("is not what the active model takes; send features, \(model.inputs) numbers")
    }
    let utf8 = try value.stringBytes
    if let limit = decider.readText(utf8, row: row) { throw value.failure(limit.problem) }
    text = Array(utf8)
  }

  private mutating func takeClassProbabilities(_ value: JSONElement) throws(JSONError) {
    guard model.estimator.takesClassProbabilities else {
      throw value.failure("are taken by a rejector; the active model has a classifier of its own")
    }
    let given = decider.classProbabilities(row)
    given.update(repeating: -1)
    try value.forEachClassProbability { [model] name, value, probability throws(JSONError) in
      guard let index = model.classIndex(name) else {
        throw value.failure("is of the unknown class \"\(name)\"")
      }
      given[index] = probability
    }
    if let missing = given.firstIndex(where: { $0 < 0 }) {
      throw value.failure("lack the class \"\(model.classes[missing])\"; give every class of the model one")
    }
    hasClassProbabilities = true
  }

  private static func alpha(_ value: JSONElement) throws(JSONError) -> Double {
    let alpha = try value.double
    guard alpha > 0, alpha < 1 else { throw value.failure("must lie between 0 and 1, both excluded") }
    return alpha
  }

  private func wholeNumber(_ value: JSONElement, in range: ClosedRange<Int64>) throws(JSONError) -> Int {
    let number = try value.int64
    guard range.contains(number) else {
      throw value.failure("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Int(number)
  }

  private func experts(_ value: JSONElement) throws(JSONError) -> ExpertSet {
    var experts = ExpertSet(of: model.experts.count)
    try value.forEachElement { element throws(JSONError) in
      let name = try element.string
      guard let index = model.expertIndex(name) else {
        throw element.failure("is an unknown expert (\"\(name)\"); GET /v1/experts lists them")
      }
      guard !experts.contains(index) else { throw element.failure("names \"\(name)\" a second time") }
      experts.insert(index)
    }
    return experts
  }

  private static func metadata(_ value: JSONElement) throws(JSONError) -> String {
    guard value.kind == .object else { throw value.failure("must be an object") }
    let text = String(decoding: try JSONValue(value).serialise(), as: UTF8.self)
    guard text.utf8.count <= metadataLimit else {
      throw value.failure("has \(text.utf8.count) bytes; at most \(metadataLimit) are kept")
    }
    return text
  }
}

extension DecisionRequest {
  /// Keeps a trace context only in the form of W3C's version 00; anything else is ignored, as the standard asks.
  private static func traceparent(_ request: Request<Endpoint>) -> String? {
    guard let value = request.header("traceparent"), value.utf8.count == 55, value.hasPrefix("00-"),
      value.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) || $0 == 45 })
    else { return nil }
    return value
  }

  /// A quoted string (draft-ietf-httpapi-idempotency-key-header-07), or a bare one.
  private static func idempotencyKey(_ request: Request<Endpoint>) throws(Problem) -> String? {
    guard var key = request.header("idempotency-key") else { return nil }
    if key.utf8.count >= 2, key.hasPrefix("\""), key.hasSuffix("\"") {
      key = String(key.dropFirst().dropLast())
    }
    guard (1...255).contains(key.utf8.count) else {
      throw Problem(
        status: 400, detail: "The Idempotency-Key has \(key.utf8.count) bytes; it must have 1 to 255.")
    }
    return key
  }
}
