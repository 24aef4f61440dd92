import Formats
import LearningToDefer
import TestSupport
import Testing

struct ClassProbabilitiesTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func table(_ path: String, classes: [String]? = nil) throws -> [[Float]] {
    let examples = try ExamplesFile.read(path, classes: classes).examples
    let given = try #require(examples.classProbabilities)
    return (0..<given.rows).map { given.withRow($0, Array.init) }
  }

  private static let lines = """
    {"features": [1], "label": "b", "class_probabilities": {"b": 0.25, "a": 0.75, "c": 0}}
    {"features": [2], "class_probabilities": {"a": 3, "c": 1e-9, "b": 0}}
    """

  private static let tensors = SafetensorsBytes.file(
    [
      ("features", "F32", [2, 1], SafetensorsBytes.floats([1, 2])),
      ("class_probabilities", "F32", [2, 3], SafetensorsBytes.floats([0.25, 0.75, 0, 0, 3, 1e-9])),
    ], metadata: #"{"classes":"[\"b\",\"a\",\"c\"]","experts":"[]"}"#)

  @Test func `all three formats give the same table, ordered by class`() throws {
    let csv = """
      class_probability.c,features.0,class_probability.a,class_probability.b,label
      0,1,0.75,0.25,b
      1e-9,2,3,0,
      """
    let paths = try [
      directory.write("rows.jsonl", Self.lines.utf8), directory.write("rows.csv", csv.utf8),
      directory.write("rows.safetensors", Self.tensors),
    ]
    for path in paths {
      #expect(try table(path, classes: ["a", "b", "c"]) == [[0.75, 0.25, 0], [3, 0, 1e-9]], "\(path)")
      #expect(try table(path, classes: ["c", "b", "a"]) == [[0, 0.25, 0.75], [1e-9, 0, 3]], "\(path)")
    }
    #expect(try ExamplesFile.read(paths[0]).examples.classes == ["a", "b", "c"])
  }

  @Test func `rows without any have no table`() throws {
    let path = try directory.write("rows.jsonl", #"{"features": [1], "label": "a"}"#.utf8)
    #expect(try ExamplesFile.read(path).examples.classProbabilities == nil)
  }

  @Test func `what was read is written and read again`() throws {
    let examples = try ExamplesFile.read(directory.write("rows.jsonl", Self.lines.utf8)).examples
    try ExamplesFile.writeSafetensors(examples, to: directory("copy.safetensors"))
    try ExamplesFile.writeJSONLines(examples, to: directory("copy.jsonl"))
    for copy in ["copy.safetensors", "copy.jsonl"] {
      #expect(try table(directory(copy)) == [[0.75, 0.25, 0], [3, 0, 1e-9]], "\(copy)")
      #expect(try SHA256Digest.hex(ExamplesFile.read(directory(copy)).examples) == SHA256Digest.hex(examples))
    }
    var other = examples
    other.classProbabilities = nil
    #expect(SHA256Digest.hex(other) != SHA256Digest.hex(examples))
  }

  private static let good = #"{"features":[1],"class_probabilities":{"a":0.5,"b":0.5}}"# + "\n"

  private static func line(_ probabilities: String) -> String {
    #"{"features":[1],"class_probabilities":"# + probabilities + "}"
  }

  @Test(arguments: [
    Malformed(good + line(#"{"a":1}"#), at: "line 2", "lack the class b"),
    Malformed(
      good + line(#"{"a":1,"b":0,"c":0}"#), at: "line 2", "name the class c, which rows before do not"),
    Malformed(good + #"{"features":[1]}"#, at: "line 2", "has no class probabilities"),
    Malformed(#"{"features":[1]}"# + "\n" + good, at: "line 2", "the rows before it have none"),
    Malformed(line(#"{"a":-0.1,"b":1}"#), at: "line 1, #/class_probabilities/a", "is negative"),
    Malformed(line(#"{"a":0,"b":0}"#), at: "line 1, #/class_probabilities", "are all 0"),
    Malformed(line(#"{}"#), at: "line 1, #/class_probabilities", "are all 0"),
    Malformed(line(#"{"a":"1"}"#), at: "line 1, #/class_probabilities/a", "must be a number, not a string"),
    Malformed(
      line(#"{"a":1e39}"#), at: "line 1, #/class_probabilities/a", "beyond the range of a 32-bit float"),
    Malformed(line(#"{"a":NaN}"#), at: "line 1, #/class_probabilities/a", "NaN is not JSON"),
    Malformed(line(#"{"a":1,"a":1}"#), at: "line 1, #/class_probabilities/a", "twice"),
    Malformed(line("[0.5,0.5]"), at: "line 1, #/class_probabilities", "must be an object"),
    Malformed(
      good + #"{"features":[1],"label":"c","class_probabilities":{"a":1,"b":1}}"#, at: "", "lack the class c"),
  ])
  func `malformed ones in JSON Lines are refused with their place`(row: Malformed) throws {
    let path = try directory.write("rows.jsonl", row.content)
    row.expect(formatError { _ = try ExamplesFile.read(path) }, file: path)
  }

  @Test(arguments: [
    Malformed(",0.5", at: "line 2", "class_probability.a is empty"),
    Malformed("-1,0.5", at: "line 2", "class_probability.a is negative"),
    Malformed("0,0", at: "line 2", "are all 0"),
    Malformed("x,0.5", at: "line 2", "class_probability.a is \"x\", which is no number"),
    Malformed("0.5,1e39", at: "line 2", "class_probability.b is beyond the range"),
  ])
  func `malformed ones in CSV are refused with their place`(row: Malformed) throws {
    let header = "features.0,class_probability.a,class_probability.b\n1,"
    let path = try directory.write("rows.csv", header.utf8 + row.content)
    row.expect(formatError { _ = try ExamplesFile.read(path) }, file: path)
  }

  @Test func `a class that the model does not know is refused in every format`() throws {
    let paths = try [
      directory.write("rows.jsonl", Self.lines.utf8), directory.write("rows.safetensors", Self.tensors),
    ]
    for path in paths {
      let stranger = formatError { _ = try ExamplesFile.read(path, classes: ["a", "b"]) }
      #expect(stranger?.problem.contains("unknown class \"c\"") == true, "\(String(describing: stranger))")
      let missing = formatError { _ = try ExamplesFile.read(path, classes: ["a", "b", "c", "d"]) }
      #expect(missing?.problem.contains("the class d") == true, "\(String(describing: missing))")
    }
  }

  @Test(
    arguments: [
      ([0.25, 0.75, -1, 0, 3, 1], "class_probabilities[0, 2]", "is negative"),
      ([0.25, 0.75, 0, 0, .nan, 1], "class_probabilities[1, 1]", "beyond the range"),
      ([0.25, 0.75, 0, 0, 0, 0], "class_probabilities[1]", "are all 0"),
    ] as [([Float], String, String)])
  func `malformed tensors are refused with the element`(values: [Float], place: String, problem: String)
    throws
  {
    let content = SafetensorsBytes.file(
      [
        ("features", "F32", [2, 1], SafetensorsBytes.floats([1, 2])),
        ("class_probabilities", "F32", [2, 3], SafetensorsBytes.floats(values)),
      ], metadata: #"{"classes":"[\"b\",\"a\",\"c\"]","experts":"[]"}"#)
    let path = try directory.write("rows.safetensors", content)
    Malformed("", at: place, problem).expect(formatError { _ = try ExamplesFile.read(path) }, file: path)
  }
}
