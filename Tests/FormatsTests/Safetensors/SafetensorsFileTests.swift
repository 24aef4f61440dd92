import Formats
import LearningToDefer
import TestSupport
import Testing

struct SafetensorsFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func map(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try SafetensorsFile.map(directory.write("file.safetensors", bytes))
  }

  @Test func `what is written is read back, with shapes and metadata`() throws {
    var writer = SafetensorsWriter()
    writer.metadata = [("b", "2"), ("a", "\"x\"\n")]
    writer.add("bytes", shape: [3], uint8s: [1, 2, 3])
    writer.add("floats", shape: [2, 1], floats: [1.5, -.infinity])
    writer.add("doubles", shape: [2], doubles: [0.1, .pi])
    writer.add("numbers", shape: [1, 1, 1], int64s: [.min])
    writer.add("empty", shape: [0, 5], floats: [])
    writer.add("rows", features: FeatureTable([1, 2, 3, 4, 5, 6], columns: 2))
    try writer.write(to: directory("out.safetensors"))
    let file = try SafetensorsFile.map(directory("out.safetensors"))
    #expect(file.metadata == ["a": "\"x\"\n", "b": "2"])
    #expect(try file.floats("floats") == [1.5, -.infinity])
    #expect(try file.doubles("doubles") == [0.1, .pi])
    #expect(try file.int64s("numbers") == [.min])
    #expect(try file.int64s("bytes") == [1, 2, 3])
    #expect(try file.floats("empty") == [])
    #expect(try file.floats("rows") == [1, 2, 3, 4, 5, 6])
    #expect(file.tensors["numbers"]?.shape == [1, 1, 1])
    for tensor in file.tensors.values { #expect(tensor.range.lowerBound % tensor.type.size == 0) }
  }

  @Test func `half floats of both kinds are widened`() throws {
    // One, minus two, the largest and the smallest half, infinity; the same bits cut from float32.
    let half: [UInt8] = [0x00, 0x3C, 0x00, 0xC0, 0xFF, 0x7B, 0x01, 0x00, 0x00, 0x7C]
    let brain: [UInt8] = [0x80, 0x3F, 0x00, 0xC0, 0x7F, 0x7F]
    let file = try map(SafetensorsBytes.file([("h", "F16", [5], half), ("b", "BF16", [3], brain)]))
    #expect(try file.floats("h") == [1, -2, 65504, 5.960_464_5e-8, .infinity])
    #expect(try file.floats("b") == [1, -2, Float(bitPattern: 0x7F7F_0000)])
    #expect(try file.doubles("h").last == .infinity)
  }

  @Test func `tensors that are not aligned are read all the same`() throws {
    let bytes = SafetensorsBytes.file([
      ("a", "U8", [1], [7]), ("f", "F32", [2], SafetensorsBytes.floats([1, 2])),
      ("i", "I64", [1], SafetensorsBytes.int64s([-3])),
    ])
    let file = try map(bytes)
    #expect(try file.floats("f") == [1, 2])
    #expect(try file.int64s("i") == [-3])
  }

  @Test func `a missing or mistyped tensor is named`() throws {
    let file = try map(SafetensorsBytes.file([("a", "U8", [1], [7])]))
    #expect(formatError { _ = try file.floats("b") }?.place == "tensor b")
    #expect(formatError { _ = try file.floats("a") }?.problem == "is U8 where F32, F16 or BF16 is expected")
    #expect(
      formatError { try file.check("a", shape: [nil, 2]) }?.problem
        == "has the shape [1] where [any, 2] is expected")
  }

  @Test func `a failed write leaves the old file and nothing beside it`() throws {
    let path = try directory.write("old.safetensors", [1, 2, 3])
    var writer = SafetensorsWriter()
    writer.add("a", shape: [1], uint8s: [1])
    #expect(throws: FormatError.self) { try writer.write(to: directory("no/such/place")) }
    try writer.write(to: path)
    #expect(try SafetensorsFile.map(path).int64s("a") == [1])
    #expect(try directory.names() == ["old.safetensors"])
  }
}
