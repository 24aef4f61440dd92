extension JSONElement {
  /// Reads an array of numbers into `buffer`; returns how many there are.
  ///
  /// - Throws: `JSONError` at the first element that is no number, lies beyond the range of a 32-bit float, or does
  ///   not fit the buffer any more. What was read before it is then in the buffer.
  /// - Complexity: O(elements), a few nanoseconds each; nothing is allocated.
  package func floats(into buffer: UnsafeMutableBufferPointer<Float>) throws(JSONError) -> Int {
    guard kind == .array else { throw failure("must be an array of numbers, not \(noun)") }
    let end = end - 1
    var cursor = index + 1
    var count = 0
    while cursor < end {
      let element = at(cursor)
      guard let number = element.number else {
        throw element.failure("must be a number, not \(element.noun)")
      }
      let float = Float(number)
      guard float.isFinite else {
        throw element.failure("\(number) is beyond the range of a 32-bit float (about 3.4e38)")
      }
      guard count < buffer.count else {
        throw element.failure("the array has \(self.count) numbers where \(buffer.count) are expected")
      }
      buffer[count] = float
      count += 1
      cursor += 2
    }
    return count
  }
}
