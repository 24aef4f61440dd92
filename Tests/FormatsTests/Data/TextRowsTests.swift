import Formats
import LearningToDefer
import TestSupport
import Testing

struct TextRowsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func texts(_ examples: Examples) throws -> [String] {
    let texts = try #require(examples.texts)
    #expect(examples.features.columns == 0 && examples.features.rows == texts.rows)
    return (0..<texts.rows).map { texts.withText($0) { String(decoding: $0, as: UTF8.self) } }
  }

  private static let lines = #"""
    {"id": "t/1", "text": "He said \"no\",\nthen é\u0000😀.", "label": "a", "experts": {"x": "b"}}
    {"id": "t/2", "text": "", "label": null, "experts": {}}
    """#
  private static let expected = ["He said \"no\",\nthen é\u{0}😀.", ""]

  @Test func `JSON Lines hold texts in place of features`() throws {
    let examples = try ExamplesFile.read(directory.write("rows.jsonl", Self.lines.utf8)).examples
    #expect(try texts(examples) == Self.expected)
    #expect(examples.labels == [0, -1])
    #expect(examples.expertLabels == [1, -1])
    #expect(examples.ids == ["t/1", "t/2"])
  }

  @Test func `CSV holds texts in quotes, over line ends, and an empty one is a text`() throws {
    let csv = "label,text,expert.x\na,\"two\nlines, \"\"quoted\"\"\",b\nb,,\na,plain words,\n"
    let examples = try ExamplesFile.read(directory.write("rows.csv", csv.utf8)).examples
    #expect(try texts(examples) == ["two\nlines, \"quoted\"", "", "plain words"])
    #expect(examples.labels == [0, 1, 0])
    #expect(examples.expertLabels == [1, -1, -1])
  }

  @Test func `rows are the same after a walk through every format`() throws {
    let first = try ExamplesFile.read(directory.write("rows.jsonl", Self.lines.utf8)).examples
    try ExamplesFile.writeSafetensors(first, to: directory("rows.safetensors"))
    let second = try ExamplesFile.read(directory("rows.safetensors")).examples
    try ExamplesFile.writeJSONLines(second, to: directory("again.jsonl"))
    let third = try ExamplesFile.read(
      directory("again.jsonl"), classes: first.classes, experts: first.experts
    ).examples
    for examples in [second, third] {
      #expect(try texts(examples) == Self.expected)
      #expect(examples.labels == first.labels && examples.expertLabels == first.expertLabels)
      #expect(examples.groups == first.groups && examples.ids == first.ids)
      #expect(SHA256Digest.hex(examples) == SHA256Digest.hex(first))
    }
  }

  @Test func `the digest tells where one text ends and the next begins`() {
    let digest = { (texts: [String]) in
      SHA256Digest.hex(
        Examples(
          classes: ["a", "b"], experts: [], input: .texts(TextTable(texts)), labels: [0, 1], expertLabels: [])
      )
    }
    #expect(digest(["ab", "c"]) != digest(["a", "bc"]))
    #expect(digest(["ab", "c"]) == digest(["ab", "c"]))
  }
}
