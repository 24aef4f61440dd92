/// A batch's rows in one layer, `[capacity, columns]`, allocated once.
///
/// A row begins `stride` floats after the one before. Unless the rows are to lie close together that is an odd number of
/// cache lines: a column's elements then fall on different sets of the cache, and no product has to copy them first.
package final class RowBuffer {
  /// The floats of a row.
  package let columns: Int
  /// The floats from the start of one row to that of the next.
  package let stride: Int
  /// All floats, zero at first.
  package let elements: UnsafeMutableBufferPointer<Float>
  private let memory: FloatBuffer

  /// Allocates rows of whole panels.
  package convenience init(capacity: Int, columns: Int) {
    self.init(
      capacity: capacity, columns: columns, stride: (Panels.filled(columns) / Panels.width | 1) * Panels.width
    )
  }

  /// Allocates rows at a distance of one's own; rows that products write hold whole panels.
  package init(capacity: Int, columns: Int, stride: Int) {
    precondition(stride >= columns, "rows do not overlap")
    self.columns = columns
    self.stride = stride
    memory = FloatBuffer(count: capacity * stride)
    elements = memory.elements
  }

  /// The first row's address.
  package var start: UnsafeMutablePointer<Float> { elements.start }

  /// One row's address.
  package subscript(row: Int) -> UnsafeMutablePointer<Float> { start + row * stride }
}
