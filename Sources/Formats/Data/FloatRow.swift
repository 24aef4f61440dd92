/// A buffer for one row's features, kept from row to row.
final class FloatRow {
  private var buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: 0)
  private var count = 0

  deinit { buffer.deallocate() }

  /// The features of the row read last; valid until the next one.
  var values: UnsafeBufferPointer<Float> { UnsafeBufferPointer(rebasing: buffer[..<count]) }

  /// Reads an array of numbers, which must be `dimension` where that is known.
  func read(_ array: JSONElement, dimension: Int?) throws(JSONError) {
    let found = array.count
    if let dimension, array.kind == .array, found != dimension {
      throw array.failure("has \(found) numbers, the rows before have \(dimension)")
    }
    makeRoom(for: found)
    count = try array.floats(into: buffer)
  }

  /// Takes `count` numbers from a closure that gives each by its index.
  func read(_ count: Int, _ number: (Int) throws(FormatError) -> Float) throws(FormatError) {
    makeRoom(for: count)
    for index in 0..<count { buffer[index] = try number(index) }
    self.count = count
  }

  private func makeRoom(for count: Int) {
    guard buffer.count < count else { return }
    buffer.deallocate()
    buffer = .allocate(capacity: count)
    buffer.initialize(repeating: 0)
  }
}
