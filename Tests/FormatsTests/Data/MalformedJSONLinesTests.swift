import Formats
import TestSupport
import Testing

struct MalformedJSONLinesTests {
  private static let good = #"{"id":"n/1","features":[1,2],"label":"a","experts":{"x":"a","y":null}}"# + "\n"

  @Test(arguments: [
    Malformed("", at: "", "has no rows"), Malformed("\n \n", at: "", "has no rows"),
    Malformed(good + "{\"features\":[1,", at: "line 2, #/features/1", "cut short"),
    Malformed(good + "[1,2]\n", at: "line 2, #", "must be an object, not an array"),
    Malformed(good + good + #"{"label":"a"}"#, at: "line 3, #", "the row has no features"),
    Malformed(
      good + #"{"features":[1,2,3]}"#, at: "line 2, #/features", "has 3 numbers, the rows before have 2"),
    Malformed(good + #"{"features":[1]}"#, at: "line 2, #/features", "has 1 numbers, the rows before have 2"),
    Malformed(#"{"features":[]}"#, at: "line 1", "has no features"),
    Malformed(good + "\n" + #"{"features":[1,NaN]}"#, at: "line 3, #/features/1", "NaN is not JSON"),
    Malformed(#"{"features":[Infinity]}"#, at: "line 1, #/features/0", "Infinity is not JSON"),
    Malformed(#"{"features":[1,1e39]}"#, at: "line 1, #/features/1", "beyond the range of a 32-bit float"),
    Malformed(#"{"features":[1,1e400]}"#, at: "line 1, #/features/1", "beyond the range of a 64-bit number"),
    Malformed(#"{"features":[1,"2"]}"#, at: "line 1, #/features/1", "must be a number, not a string"),
    Malformed(#"{"features":"1,2"}"#, at: "line 1, #/features", "must be an array of numbers"),
    Malformed(#"{"features":[1,2],"lable":"a"}"#, at: "line 1, #/lable", "is no field of a row"),
    Malformed(#"{"features":[1,2],"label":1}"#, at: "line 1, #/label", "must be a string, not a number"),
    Malformed(#"{"features":[1,2],"label":""}"#, at: "line 1, #/label", "empty string"),
    Malformed(#"{"features":[1,2],"label":"a","label":"a"}"#, at: "line 1, #/label", "twice"),
    Malformed(#"{"features":[1,2],"experts":{"x":"a","x":"b"}}"#, at: "line 1, #/experts/x", "twice"),
    Malformed(#"{"features":[1,2],"experts":["a"]}"#, at: "line 1, #/experts", "must be an object"),
    Malformed(#"{"features":[1,2],"experts":{"x y":"a"}}"#, at: "line 1", "'x y' is no expert id"),
    Malformed(#"{"features":[1,2],"experts":{"classifier":"a"}}"#, at: "line 1", "reserved"),
    Malformed(#"{"text":["hello"]}"#, at: "line 1, #/text", "must be a string, not an array"),
    Malformed(#"{"text":null}"#, at: "line 1, #/text", "must be a string, not null"),
    Malformed(#"{"features":[1],"text":"hello"}"#, at: "line 1, #", "both features and a text"),
    Malformed(good + #"{"text":"hello"}"#, at: "line 2", "has a text, the rows before it have features"),
    Malformed(
      #"{"text":"hello"}"# + "\n" + #"{"features":[1]}"#, at: "line 2",
      "has features, the rows before it have a text"),
    Malformed(
      #"{"text":""# + String(repeating: "x", count: 32_769) + #""}"#, at: "line 1",
      "its text has 32769 bytes; at most 32768 are taken"),
    Malformed(
      Array(#"{"features":[1],"id":""#.utf8) + [0xC3, 0x28] + Array("\"}".utf8), at: "line 1, #/id",
      "not UTF-8"),
    Malformed(String(repeating: "[", count: 5000), at: "line 1", "nested deeper than 64"),
  ])
  func `a malformed line is refused with its number and pointer`(row: Malformed) throws {
    let directory = try TemporaryDirectory()
    let plain = try directory.write("rows.jsonl", row.content)
    row.expect(formatError { _ = try ExamplesFile.read(plain) }, file: plain)
    let packed = try directory.writePacked("rows.jsonl.gz", row.content)
    row.expect(formatError { _ = try ExamplesFile.read(packed) }, file: packed)
  }

  @Test func `an unknown class is refused and an unknown expert counted`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("rows.jsonl", (Self.good + Self.good).utf8)
    let error = formatError { _ = try ExamplesFile.read(path, classes: ["b", "c"], experts: ["x"]) }
    #expect(error?.place == "line 1")
    #expect(error?.problem == "the label of expert x is the unknown class \"a\" (known: b, c)")
    let reading = try ExamplesFile.read(path, classes: ["b", "a"], experts: ["z", "y"])
    #expect(reading.ignoredExperts == ["x": 2])
    #expect(reading.examples.expertLabels == [-1, -1, -1, -1])
    #expect(reading.examples.labels == [1, 1])
  }

  @Test func `a rule for groups wants ids that it fits`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("rows.jsonl", (Self.good + #"{"features":[1,2],"id":"alone"}"#).utf8)
    let slash = try #require(GroupRule("id-prefix:/"))
    #expect(
      formatError { _ = try ExamplesFile.read(path, groupBy: slash) }?.description.contains(
        "line 2: the id \"alone\" holds no \"/\"") == true)
    let bare = try directory.write("bare.jsonl", #"{"features":[1,2]}"#.utf8)
    #expect(
      formatError { _ = try ExamplesFile.read(bare, groupBy: slash) }?.problem
        == "has no id, which id-prefix:/ needs")
    #expect(GroupRule("id-prefix:") == nil)
    #expect(GroupRule("prefix:/") == nil)
  }
}
