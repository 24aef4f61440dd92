import Formats
import LearningToDefer
import TestSupport
import Testing

struct ExamplesFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func row(_ index: Int, of examples: Examples) -> [Float] {
    examples.features.withRow(index, Array.init)
  }

  private static let lines = """
    {"id": "n2/1", "features": [0.1, -2.0], "label": "malignant", "experts": {"zoe": "benign", "abe": null}}

    {"id": "n2/2", "group": "patient", "features": [1, 2], "label": null, "experts": {"abe": "other"}}
    {"features": [3, 4e0]}
    """

  @Test(arguments: ["rows.jsonl", "rows.jsonl.gz"])
  func `JSON Lines are read, names sorted, what is missing is -1`(name: String) throws {
    let path =
      name.hasSuffix(".gz")
      ? try directory.writePacked(name, Self.lines.utf8) : try directory.write(name, Self.lines.utf8)
    let reading = try ExamplesFile.read(path)
    let examples = reading.examples
    #expect(examples.classes == ["benign", "malignant", "other"])
    #expect(examples.experts == ["abe", "zoe"])
    #expect(examples.labels == [1, -1, -1])
    #expect(examples.expertLabels == [-1, 0, 2, -1, -1, -1])
    #expect((0..<3).map { row($0, of: examples) } == [[0.1, -2], [1, 2], [3, 4]])
    #expect(examples.groups == [FoldHash.of("n2/1"), FoldHash.of("patient"), FoldHash.of("2")])
    #expect(examples.ids == ["n2/1", "n2/2", ""])
    #expect(reading.ignoredExperts.isEmpty)
  }

  @Test func `given names fix the order`() throws {
    let path = try directory.write("rows.jsonl", Self.lines.utf8)
    let examples = try ExamplesFile.read(
      path, classes: ["other", "malignant", "benign"], experts: ["zoe", "new", "abe"]
    ).examples
    #expect(examples.labels == [1, -1, -1])
    #expect(examples.expertLabels == [2, -1, -1, -1, -1, 0, -1, -1, -1])
  }

  @Test func `a rule takes groups from ids, over the file's own`() throws {
    let text = #"{"id":"a/1/x","group":"g","features":[1]}"# + "\n" + #"{"id":"a/2","features":[1]}"#
    let path = try directory.write("rows.jsonl", text.utf8)
    let groups = try ExamplesFile.read(path, groupBy: GroupRule("id-prefix:/")).examples.groups
    #expect(groups == [FoldHash.of("a"), FoldHash.of("a")])
    let longer = try directory.write("longer.jsonl", #"{"id":"a--b-c","features":[1]}"#.utf8)
    #expect(
      try ExamplesFile.read(longer, groupBy: GroupRule("id-prefix:--")).examples.groups == [FoldHash.of("a")])
  }

  @Test(arguments: ["\n", "\r\n"])
  func `CSV is read with quotes, any column order and empty cells`(lineEnd: String) throws {
    let lines = [
      "\u{FEFF}label,features.1,expert.zoe,id,features.0,group",
      #""ben""ign", 2 ,malignant,"n,1",1e-3,"#, "",
      #","-.5",,"two"# + lineEnd + #"lines",+7.,g"#,
    ]
    let path = try directory.write("rows.csv", lines.joined(separator: lineEnd).utf8)
    let examples = try ExamplesFile.read(path).examples
    #expect(examples.classes == ["ben\"ign", "malignant"])
    #expect(examples.labels == [0, -1])
    #expect(examples.expertLabels == [1, -1])
    #expect((0..<2).map { row($0, of: examples) } == [[0.001, 2], [7, -0.5]])
    #expect(examples.ids == ["n,1", "two\nlines"])
    #expect(examples.groups == [FoldHash.of("n,1"), FoldHash.of("g")])
  }

  @Test func `numbers in CSV are the nearest floats`() throws {
    var random = SeededGenerator(seed: 9)
    var cells: [String] = [
      "0", "-0", "00012.50", "9007199254740993", "1e-400", "123456789012345678901234567890",
    ]
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite, abs(value) < 3e38 { cells.append("\(value)") }
      let third = Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) / 3
      if third.isFinite { cells.append("\(third)") }
    }
    let path = try directory.write("rows.csv", ("features.0\n" + cells.joined(separator: "\n")).utf8)
    let examples = try ExamplesFile.read(path).examples
    for (index, cell) in cells.enumerated() {
      #expect(row(index, of: examples).first == Double(cell).map(Float.init), "\(cell)")
    }
  }

  @Test func `safetensors keep folds, ids and names through a round trip`() throws {
    let lines = try directory.write("rows.jsonl", Self.lines.utf8)
    let examples = try ExamplesFile.read(lines).examples
    try ExamplesFile.writeSafetensors(examples, to: directory("rows.safetensors"))
    let copy = try ExamplesFile.read(directory("rows.safetensors")).examples
    #expect(copy.classes == examples.classes)
    #expect(copy.experts == examples.experts)
    #expect(copy.labels == examples.labels)
    #expect(copy.expertLabels == examples.expertLabels)
    #expect(copy.groups == examples.groups)
    #expect(copy.ids == examples.ids)
    #expect((0..<3).map { row($0, of: copy) } == (0..<3).map { row($0, of: examples) })
  }

  @Test func `safetensors from elsewhere are matched by name`() throws {
    let metadata = #"{"classes":"[\"b\",\"a\"]","experts":"[\"x\",\"y\"]"}"#
    let bytes = SafetensorsBytes.file(
      [
        ("features", "BF16", [2, 1], [0x80, 0x3F, 0x00, 0x40]), ("labels", "U8", [2], [0, 1]),
        ("experts", "I64", [2, 2], SafetensorsBytes.int64s([0, 1, -1, 0])),
        ("groups", "I64", [2], SafetensorsBytes.int64s([12, -3])),
      ], metadata: metadata)
    let path = try directory.write("rows.safetensors", bytes)
    let reading = try ExamplesFile.read(path, classes: ["a", "b", "c"], experts: ["y", "z"])
    #expect(reading.examples.labels == [1, 0])
    #expect(reading.examples.expertLabels == [0, -1, 1, -1])
    #expect(reading.ignoredExperts == ["x": 1])
    #expect(reading.examples.groups == [FoldHash.of("12"), FoldHash.of("-3")])
    #expect(row(1, of: reading.examples) == [2])
    let error = formatError { _ = try ExamplesFile.read(path, classes: ["a", "c"]) }
    #expect(error?.place == "tensor labels[0]")
    #expect(error?.problem == "is the unknown class \"b\" (known: a, c)")
  }

  @Test func `JSON Lines that were written read back the same`() throws {
    let lines = try directory.write(
      "rows.jsonl", Self.lines.replacing(#""group": "patient", "#, with: "").utf8)
    let examples = try ExamplesFile.read(lines).examples
    try ExamplesFile.writeJSONLines(examples, to: directory("copy.jsonl"))
    let copy = try ExamplesFile.read(directory("copy.jsonl")).examples
    #expect(copy.labels == examples.labels)
    #expect(copy.expertLabels == examples.expertLabels)
    #expect(copy.groups == examples.groups)
    #expect(copy.ids == examples.ids)
    #expect((0..<3).map { row($0, of: copy) } == (0..<3).map { row($0, of: examples) })
  }

  @Test func `groups that JSON Lines cannot hold are not lost in silence`() throws {
    let examples = try ExamplesFile.read(directory.write("rows.jsonl", Self.lines.utf8)).examples
    let error = formatError { try ExamplesFile.writeJSONLines(examples, to: directory("copy.jsonl")) }
    #expect(error?.place == "row 1")
    #expect(try directory.names() == ["rows.jsonl"])
  }

  @Test func `rows longer than the reader's buffer are read`() throws {
    let wide = (0..<200_000).map { "\($0).5" }.joined(separator: ",")
    let text = (0..<3).map { _ in "{\"features\":[\(wide)]}" }.joined(separator: "\n")
    for path in [
      try directory.write("w.jsonl", text.utf8), try directory.writePacked("w.jsonl.gz", text.utf8),
    ] {
      let examples = try ExamplesFile.read(path).examples
      #expect(examples.features.columns == 200_000)
      #expect(row(2, of: examples).last == 199_999.5)
    }
  }

  @Test func `a name without a known extension is refused`() throws {
    let path = try directory.write("rows.txt", [])
    #expect(
      formatError { _ = try ExamplesFile.read(path) }?.cure
        == "end it in .jsonl, .csv (each also .gz) or .safetensors")
  }
}
