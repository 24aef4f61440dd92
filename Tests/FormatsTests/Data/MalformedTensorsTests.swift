import Formats
import TestSupport
import Testing

struct MalformedTensorsTests {
  private typealias Bytes = SafetensorsBytes
  private static let names = #"{"classes":"[\"a\",\"b\"]","experts":"[\"x\"]"}"#
  private static let features = ("features", "F32", [2, 2], Bytes.floats([1, 2, 3, 4]))

  private static func labels(_ values: [Int64]) -> (String, String, [Int], [UInt8]) {
    ("labels", "I64", [values.count], Bytes.int64s(values))
  }

  @Test(arguments: [
    Malformed(Bytes.file([labels([0])], metadata: names), at: "tensor features", "is missing"),
    Malformed(
      Bytes.file([features, labels([0])], metadata: names), at: "tensor labels", "has the shape [1] where [2]"
    ),
    Malformed(
      Bytes.file([features, labels([0, 2])], metadata: names), at: "tensor labels[1]", "is 2: labels are -1"),
    Malformed(
      Bytes.file([features, labels([0, -2])], metadata: names), at: "tensor labels[1]", "is -2: labels are -1"
    ),
    Malformed(
      Bytes.file([("features", "F32", [2, 2], Bytes.floats([1, 2, .nan, 4]))], metadata: names),
      at: "tensor features[1, 0]", "is nan"),
    Malformed(
      Bytes.file([("features", "F64", [1, 1], [0, 0, 0, 0, 0, 0, 0, 0])], metadata: names),
      at: "tensor features",
      "is F64 where F32 is expected"),
    Malformed(
      Bytes.file([("features", "I64", [1, 1], Bytes.int64s([1]))], metadata: names), at: "tensor features",
      "is I64 where F32"),
    Malformed(
      Bytes.file([("features", "F32", [4], Bytes.floats([1, 2, 3, 4]))], metadata: names),
      at: "tensor features",
      "has the shape [4] where [any, any]"),
    Malformed(
      Bytes.file([("features", "F32", [0, 2], [])], metadata: names), at: "tensor features", "is empty"),
    Malformed(Bytes.file([features]), at: "__metadata__.classes", "is missing"),
    Malformed(
      Bytes.file([features], metadata: #"{"classes":"a,b"}"#), at: "__metadata__.classes", "is no JSON list"),
    Malformed(
      Bytes.file([features], metadata: #"{"classes":"[\"a\",\"a\"]"}"#), at: "__metadata__.classes",
      "one twice"),
    Malformed(
      Bytes.file([features], metadata: #"{"classes":"[\"a\",\"b\"]","experts":"[\"x y\"]"}"#),
      at: "__metadata__.experts",
      "is no expert id"),
    Malformed(
      Bytes.file(
        [features, ("experts", "I64", [2, 1], Bytes.int64s([0, 0]))],
        metadata: #"{"classes":"[\"a\",\"b\"]"}"#),
      at: "__metadata__.experts", "is missing"),
    Malformed(
      Bytes.file([features, ("experts", "I64", [2, 2], Bytes.int64s([0, 0, 0, 0]))], metadata: names),
      at: "tensor experts", "has the shape [2, 2] where [2, 1]"),
    Malformed(
      Bytes.file([features, ("experts", "I64", [2, 1], Bytes.int64s([0, 7]))], metadata: names),
      at: "tensor experts[1, 0]",
      "is 7"),
    Malformed(
      Bytes.file([features, ("lables", "U8", [1], [0])], metadata: names), at: "tensor lables",
      "is no tensor of a data file"),
    Malformed(
      Bytes.file([features, ("groups", "I64", [1], Bytes.int64s([0]))], metadata: names), at: "tensor groups",
      "has the shape [1]"),
    Malformed(
      Bytes.file(
        [features, ("ids.offsets", "I64", [3], Bytes.int64s([0, 2, 1])), ("ids.utf8", "U8", [1], [97])],
        metadata: names),
      at: "tensor ids.offsets", "falls at element"),
    Malformed(
      Bytes.file(
        [features, ("ids.offsets", "I64", [3], Bytes.int64s([0, 1, 1])), ("ids.utf8", "U8", [1], [0xFF])],
        metadata: names),
      at: "tensor ids.utf8", "row 0 is not UTF-8"),
    Malformed(
      Bytes.file(
        [
          features, ("texts.offsets", "I64", [3], Bytes.int64s([0, 1, 2])),
          ("texts.utf8", "U8", [2], [97, 98]),
        ],
        metadata: names),
      at: "tensor features", "stands beside texts.utf8"),
  ])
  func `tensors that are no data are refused with the element`(row: Malformed) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("rows.safetensors", row.content)
    row.expect(formatError { _ = try ExamplesFile.read(path) }, file: path)
  }
}
