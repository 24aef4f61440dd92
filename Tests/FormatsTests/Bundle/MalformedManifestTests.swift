import Formats
import TestSupport
import Testing

struct MalformedManifestTests {
  /// The same manifest with the value at a key, or at a key within `network`, exchanged; `nil` removes it.
  private static func manifest(_ key: String, _ json: String?, in outer: String? = nil) -> String {
    var root = (try? BundleDraft().manifest) ?? .null
    let value = json.flatMap { try? JSONValue.parse(Array($0.utf8)) }
    if let outer, var inner = root[outer] {
      inner[key] = value
      root[outer] = inner
    } else {
      root[key] = value
    }
    return String(decoding: root.serialise(), as: UTF8.self)
  }

  /// The same with a text input whose value at a key is exchanged; `nil` removes it.
  private static func text(_ key: String, _ json: String?, characters: String? = nil) -> String {
    var input =
      (try? JSONValue.parse(
        Array(#"{"kind": "text", "buckets": 8, "dimension": 3, "words": [1, 2], "characters": [3, 5]}"#.utf8)))
      ?? .null
    input[key] = json.flatMap { try? JSONValue.parse(Array($0.utf8)) }
    if let characters { input["characters"] = try? JSONValue.parse(Array(characters.utf8)) }
    return manifest("input", String(decoding: input.serialise(), as: UTF8.self), in: "network")
  }

  private static func conformal(_ key: String, _ json: String?) -> String {
    var summary = JSONValue.object([
      JSONMember("statistic", .string("exact")), JSONMember("rows", .integer(5)),
      JSONMember("rows_without_correct_expert", .integer(1)), JSONMember("alpha", .number(0.1)),
      JSONMember("pool", .array([.string("x")])),
    ])
    summary[key] = json.flatMap { try? JSONValue.parse(Array($0.utf8)) }
    return manifest("conformal", String(decoding: summary.serialise(), as: UTF8.self))
  }

  @Test(arguments: [
    Malformed("", at: "#", "the document is empty"), Malformed("{\"format\":", at: "#/format", "cut short"),
    Malformed("[]", at: "#", "must be an object"),
    Malformed(#"{"format": "deferral-model/1", "format": "x"}"#, at: "#/format", "twice"),
    Malformed(manifest("format", nil), at: "#", "the key \"format\" is missing"),
    Malformed(
      manifest("format", #""deferral-model/2""#), at: "#/format", "this version reads \"deferral-model/1\""),
    Malformed(
      manifest("surrogate", #""hinge""#), at: "#/surrogate",
      "\"hinge\" is no surrogate: there are ova, softmax, moe, classifier, rejector"),
    Malformed(manifest("surrogate", "1"), at: "#/surrogate", "must be a string, not a number"),
    Malformed(manifest("classes", #"["a"]"#), at: "#/classes", "at least two classes, not 1"),
    Malformed(manifest("classes", #"["a", "a"]"#), at: "#/classes/1", "\"a\" is there twice"),
    Malformed(manifest("classes", #"["a", ""]"#), at: "#/classes/1", "empty name"),
    Malformed(manifest("classes", #"["a", 1]"#), at: "#/classes/1", "must be a string"),
    Malformed(manifest("experts", "[]"), at: "#/experts", "at least one expert"),
    Malformed(manifest("experts", #"["x", "x"]"#), at: "#/experts/1", "twice"),
    Malformed(manifest("experts", #"["x", "classifier"]"#), at: "#/experts/1", "reserved"),
    Malformed(manifest("experts", #"["mean"]"#), at: "#/experts/0", "reserved"),
    Malformed(manifest("experts", #"["x y"]"#), at: "#/experts/0", "is no expert id"),
    Malformed(
      manifest("experts", "[\"\(String(repeating: "x", count: 65))\"]"), at: "#/experts/0", "is no expert id"),
    Malformed(manifest("network", nil), at: "#", "the key \"network\" is missing"),
    Malformed(manifest("network", "[3, 2]"), at: "#/network", "must be an object"),
    Malformed(manifest("input", nil, in: "network"), at: "#/network", "the key \"input\" is missing"),
    Malformed(manifest("input", "0", in: "network"), at: "#/network/input", "between 1 and"),
    Malformed(manifest("input", "3.5", in: "network"), at: "#/network/input", "whole number"),
    Malformed(
      manifest("input", #"{"kind": "image"}"#, in: "network"), at: "#/network/input/kind",
      "\"image\" is no kind of input"),
    Malformed(text("kind", nil), at: "#/network/input", "the key \"kind\" is missing"),
    Malformed(text("buckets", nil), at: "#/network/input", "the key \"buckets\" is missing"),
    Malformed(text("buckets", "0"), at: "#/network/input/buckets", "between 1 and 67108864"),
    Malformed(text("dimension", "1.5"), at: "#/network/input/dimension", "must be a whole number"),
    Malformed(text("dimension", "5000"), at: "#/network/input/dimension", "between 1 and 4096"),
    Malformed(text("words", "[2, 1]"), at: "#/network/input/words", "must be [least, greatest]"),
    Malformed(text("words", "[1]"), at: "#/network/input/words", "must be [least, greatest]"),
    Malformed(text("words", "[1, 9]"), at: "#/network/input/words", "from 1 to 8"),
    Malformed(text("characters", "[0, 3]"), at: "#/network/input/characters", "from 1 to 16"),
    Malformed(text("characters", "3"), at: "#/network/input/characters", "must be an array"),
    Malformed(
      text("words", "[]", characters: "[]"), at: "#/network/input/words", "a text would have no n-grams"),
    Malformed(manifest("hidden", "[2, -1]", in: "network"), at: "#/network/hidden/1", "between 1 and"),
    Malformed(manifest("hidden", "2", in: "network"), at: "#/network/hidden", "must be an array"),
    Malformed(
      manifest("activation", #""swish""#, in: "network"), at: "#/network/activation", "relu, tanh or gelu"),
    Malformed(manifest("version", "7"), at: "#/version", "must be a string"),
    Malformed(
      conformal("statistic", #""naive""#), at: "#/conformal/statistic", "only the statistic \"exact\""),
    Malformed(conformal("rows", nil), at: "#/conformal", "the key \"rows\" is missing"),
    Malformed(
      conformal("rows_without_correct_expert", "6"), at: "#/conformal/rows_without", "between 0 and rows"),
    Malformed(conformal("alpha", "1"), at: "#/conformal/alpha", "between 0 and 1"),
    Malformed(conformal("pool", #"["z"]"#), at: "#/conformal/pool", "\"z\" is not among the model's experts"),
    Malformed(conformal("pool", "[]"), at: "#/conformal/pool", "empty"),
  ])
  func `a malformed manifest is refused with its place`(row: Malformed) throws {
    let directory = try TemporaryDirectory()
    let bundle = try BundleDraft().write(to: directory)
    let path = try directory.write("bundle/manifest.json", row.content)
    row.expect(formatError { _ = try ModelBundle.read(bundle) }, file: path)
  }
}
