import Formats
import Testing

struct JSONFloatsTests {
  private func read(_ text: String, capacity: Int) throws -> [Float] {
    let root = try JSONParser().parse(Array(text.utf8))
    let features = try #require(root["features"])
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: capacity)
    buffer.initialize(repeating: -9)
    defer { buffer.deallocate() }
    let count = try features.floats(into: buffer)
    return Array(buffer.prefix(count))
  }

  @Test func `numbers of every spelling become floats`() throws {
    let text = #"{"features": [0, -0.0, 1, -2, 3.5, 1e3, 2E-2, 18446744073709551615, 3.4028234e38, 1e-60]}"#
    let expected: [Float] = [
      0, -0.0, 1, -2, 3.5, 1000, 0.02, 18_446_744_073_709_551_616, .greatestFiniteMagnitude, 0,
    ]
    #expect(try read(text, capacity: 16) == expected)
    #expect(try read(#"{"features": []}"#, capacity: 0) == [])
  }

  @Test(arguments: [
    (#"{"features": [1, 2, 1e39]}"#, "#/features/2", "beyond the range of a 32-bit float"),
    (#"{"features": [1, -1e39, 2]}"#, "#/features/1", "beyond the range of a 32-bit float"),
    (#"{"features": [3.4028236e38]}"#, "#/features/0", "beyond the range of a 32-bit float"),
    (#"{"features": [1, "2"]}"#, "#/features/1", "must be a number, not a string"),
    (#"{"features": [[1], 2]}"#, "#/features/0", "must be a number, not an array"),
    (#"{"features": [1, null]}"#, "#/features/1", "must be a number, not null"),
    (#"{"features": [true]}"#, "#/features/0", "must be a number, not true or false"),
    (#"{"features": [1, 2, 3, 4, 5]}"#, "#/features/4", "the array has 5 numbers where 4 are expected"),
    (#"{"features": {"0": 1}}"#, "#/features", "must be an array of numbers, not an object"),
    (#"{"features": 1}"#, "#/features", "must be an array of numbers, not a number"),
  ])
  func `the first element at fault is named`(text: String, pointer: String, detail: String) {
    let error = #expect(throws: JSONError.self) { try read(text, capacity: 4) }
    #expect(error?.pointer == pointer)
    #expect(error?.detail.contains(detail) == true, "\(String(describing: error))")
  }
}
