import Formats
import LearningToDefer
import TestSupport
import Testing

struct MalformedSafetensorsTests {
  private typealias Bytes = SafetensorsBytes

  private static func tensor(_ fields: String) -> [UInt8] {
    Bytes.file("{\"t\":{\(fields)}}", data: [UInt8](repeating: 0, count: 8))
  }

  @Test(arguments: [
    Malformed([], at: "", "has 0 bytes"),
    Malformed([1, 2, 3], at: "", "has 3 bytes"),
    Malformed(Bytes.file("{}", length: 3), at: "", "the header would be 3 bytes in a file of 10"),
    Malformed(Bytes.file("{}", length: .max), at: "", "the header would be 18446744073709551615 bytes"),
    Malformed(Bytes.file("{}", length: 1 << 63), at: "", "the header would be"),
    Malformed(Bytes.file("{\"t\":"), at: "header #/t", "cut short"),
    Malformed(Bytes.file("[]"), at: "header #", "must be an object, not an array"),
    Malformed(Bytes.file("{\"t\":1}"), at: "header #/t", "must be an object, not a number"),
    Malformed(Bytes.file("{\"__metadata__\":{\"a\":1}}"), at: "header #/__metadata__/a", "must be a string"),
    Malformed(Bytes.file("{\"a\":{},\"a\":{}}"), at: "header #/a", "twice"),
    Malformed(Bytes.file("{}", data: [0]), at: "", "1 bytes follow the last tensor"),
    Malformed(tensor(#""dtype":"F32","shape":[2]"#), at: "header #/t", "needs dtype, shape and data_offsets"),
    Malformed(
      tensor(#""dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]"#), at: "header #/t/dtype",
      "the type F8_E4M3"),
    Malformed(
      tensor(#""dtype":"F32","shape":[-2],"data_offsets":[0,8]"#), at: "header #/t/shape/0", "negative"),
    Malformed(
      tensor(#""dtype":"F32","shape":[2.0],"data_offsets":[0,8]"#), at: "header #/t/shape/0", "whole number"),
    Malformed(
      tensor(#""dtype":"F32","shape":[2],"data_offsets":[0,9]"#), at: "header #/t",
      "do not lie within the 8 bytes"),
    Malformed(
      tensor(#""dtype":"F32","shape":[2],"data_offsets":[8,0]"#), at: "header #/t", "do not lie within"),
    Malformed(
      tensor(#""dtype":"F32","shape":[2],"data_offsets":[8]"#), at: "header #/t", "do not lie within"),
    Malformed(
      tensor(#""dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]"#), at: "header #/t",
      "larger than memory can be"),
    Malformed(
      tensor(#""dtype":"F32","shape":[3],"data_offsets":[0,8]"#), at: "header #/t",
      "takes 12 bytes, data_offsets give 8"),
    Malformed(
      tensor(#""dtype":"U8","shape":[4],"data_offsets":[0,4]"#), at: "", "4 bytes follow the last tensor"),
    Malformed(
      tensor(#""dtype":"U8","shape":[4],"data_offsets":[4,8]"#), at: "tensor t", "leaves a gap before it"),
    Malformed(
      tensor(#""dtype":"U8","shape":[8],"data_offsets":[0,8],"more":1"#), at: "header #/t/more", "no field"),
    Malformed(
      Bytes.file(
        #"{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}"#,
        data: [UInt8](repeating: 0, count: 8)), at: "tensor b", "overlaps another tensor"),
  ])
  func `a malformed file is refused with its place`(row: Malformed) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("weights.safetensors", row.content)
    row.expect(formatError { _ = try SafetensorsFile.map(path) }, file: path)
  }

  @Test func `a file that is not there and a directory are refused`() throws {
    let directory = try TemporaryDirectory()
    #expect(
      formatError { _ = try SafetensorsFile.map(directory("none")) }?.problem.contains("No such file") == true
    )
    #expect(formatError { _ = try SafetensorsFile.map(directory.path) }?.problem == "is not a regular file")
  }

  @Test func `no damage to a file traps`() throws {
    let directory = try TemporaryDirectory()
    let sound = Bytes.file(
      [
        ("features", "F32", [2, 2], Bytes.floats([1, 2, 3, 4])),
        ("labels", "I64", [2], Bytes.int64s([0, 1])),
        ("experts", "I64", [2, 1], Bytes.int64s([-1, 0])), ("ids.utf8", "U8", [2], [97, 98]),
        ("ids.offsets", "I64", [3], Bytes.int64s([0, 1, 2])),
      ], metadata: #"{"classes":"[\"a\",\"b\"]","experts":"[\"x\"]"}"#)
    let path = try directory.write("rows.safetensors", sound)
    #expect(try ExamplesFile.read(path).examples.rows == 2)
    var random = SeededGenerator(seed: 7)
    for _ in 0..<3000 {
      var bytes = sound
      for _ in 0...random.index(below: 3) {
        let place = random.index(below: bytes.count)
        if random.index(below: 5) == 0 {
          bytes.removeSubrange(place...)
        } else {
          bytes[place] = UInt8(random.index(below: 256))
        }
        if bytes.isEmpty { bytes = [0] }
      }
      let damaged = try directory.write("rows.safetensors", bytes)
      do { _ = try ExamplesFile.read(damaged) } catch { #expect(error.file == damaged) }
    }
  }
}
