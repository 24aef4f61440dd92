import LearningToDefer

extension TextInput {
  /// The form in a manifest, over what was there.
  package func json(over document: JSONValue? = nil) -> JSONValue {
    var json = document?.members == nil ? .object([]) : document ?? .object([])
    json["kind"] = .string("text")
    json["buckets"] = .integer(Int64(buckets))
    json["dimension"] = .integer(Int64(dimension))
    json["words"] = Self.json(words)
    json["characters"] = Self.json(characters)
    return json
  }

  private static func json(_ lengths: ClosedRange<Int>?) -> JSONValue {
    .array(lengths.map { [.integer(Int64($0.lowerBound)), .integer(Int64($0.upperBound))] } ?? [])
  }

  /// Reads a manifest's `network.input`.
  init(_ input: JSONElement) throws(JSONError) {
    let kind = try Self.member("kind", of: input)
    guard try kind.string == "text" else {
      throw kind.failure("\"\(try kind.string)\" is no kind of input: text, or a number of features")
    }
    let buckets = try Self.size("buckets", of: input)
    let dimension = try Self.size("dimension", of: input)
    let words = try Self.lengths("words", of: input)
    let characters = try Self.lengths("characters", of: input)
    do throws(TextInputError) {
      self = try TextInput(buckets: buckets, dimension: dimension, words: words, characters: characters)
    } catch {
      throw (input[error.setting] ?? input).failure(error.description)
    }
  }

  private static func member(_ name: String, of input: JSONElement) throws(JSONError) -> JSONElement {
    guard let value = input[name] else { throw input.failure("the key \"\(name)\" is missing") }
    return value
  }

  private static func size(_ name: String, of input: JSONElement) throws(JSONError) -> Int {
    Int(try member(name, of: input).int64)
  }

  /// `[least, greatest]`; nil for a missing or empty list.
  private static func lengths(_ name: String, of input: JSONElement) throws(JSONError) -> ClosedRange<Int>? {
    guard let value = input[name], !value.isNull else { return nil }
    var bounds: [Int64] = []
    try value.forEachElement { item throws(JSONError) in bounds.append(try item.int64) }
    guard let least = bounds.first else { return nil }
    guard bounds.count == 2, least <= bounds[1] else {
      throw value.failure("must be [least, greatest], or [] for none")
    }
    return Int(least)...Int(bounds[1])
  }
}
