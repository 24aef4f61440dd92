/// Rows of features, in memory or memory-mapped; immutable.
package struct FeatureTable: Sendable {
  /// The number of rows.
  package let rows: Int
  /// The number of features of a row.
  package let columns: Int

  private let values: [Float]
  // Safe to share: the bytes are never written, and `owner` keeps them alive as long as any copy of the table.
  nonisolated(unsafe) let mapped: UnsafePointer<Float>?
  private let owner: (any AnyObject & Sendable)?
  /// The tables that this one joins, each with its first row's number; empty for a table of its own.
  let parts: [(start: Int, table: FeatureTable)]

  /// Keeps values `[rows, columns]`, row by row.
  package init(_ values: [Float], columns: Int) {
    precondition(columns > 0 && values.count % columns == 0, "values are whole rows")
    self.values = values
    self.columns = columns
    rows = values.count / columns
    mapped = nil
    owner = nil
    parts = []
  }

  /// Stands for the features of rows that have none.
  package init(emptyRows rows: Int) {
    self.rows = rows
    columns = 0
    values = []
    mapped = nil
    owner = nil
    parts = []
  }

  /// Joins tables of one width, one after the other; nothing is copied.
  package init(joining tables: [FeatureTable], columns: Int) {
    precondition(tables.allSatisfy { $0.columns == columns }, "joined tables have one width")
    var start = 0
    var parts: [(start: Int, table: FeatureTable)] = []
    for table in tables where table.rows > 0 {
      parts.append((start, table))
      start += table.rows
    }
    self.columns = columns
    self.parts = parts
    rows = start
    values = []
    mapped = nil
    owner = nil
  }

  /// Looks at little-endian float32 `[rows, columns]` in memory that `owner` keeps alive and nobody writes.
  ///
  /// Rows that do not start at a multiple of four bytes are copied.
  package init(memory: UnsafeRawPointer, rows: Int, columns: Int, owner: any AnyObject & Sendable) {
    precondition(columns > 0 && rows >= 0, "a table has columns")
    self.rows = rows
    self.columns = columns
    let aligned = Int(bitPattern: memory) % 4 == 0
    mapped = aligned ? memory.assumingMemoryBound(to: Float.self) : nil
    self.owner = aligned ? owner : nil
    parts = []
    values =
      aligned
      ? [] : (0..<rows * columns).map { memory.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }

  /// Lends one row `[columns]` for the duration of the call.
  package func withRow<Result, Failure: Error>(
    _ index: Int, _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(index >= 0 && index < rows, "the row exists")
    if let part = parts.last(where: { $0.start <= index }) {
      return try part.table.withRow(index - part.start, body)
    }
    if let mapped {
      return try body(UnsafeBufferPointer(start: mapped + index * columns, count: columns))
    }
    let outcome: Swift.Result<Result, Failure> = values.withUnsafeBufferPointer { all in
      do throws(Failure) {
        return .success(
          try body(UnsafeBufferPointer(rebasing: all[index * columns..<(index + 1) * columns])))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// Copies rows one after the other into `buffer` `[indices, columns]`.
  package func gather(_ indices: some Collection<Int>, into buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(buffer.count >= indices.count * columns, "the rows fit the buffer")
    guard columns > 0, !indices.isEmpty else { return }
    gather(indices, into: buffer.start, stride: columns)
  }

  /// Copies rows into the first ones of a buffer.
  package func gather(_ indices: some Collection<Int>, into buffer: RowBuffer) {
    precondition(buffer.columns == columns, "rows are as wide as the buffer's")
    precondition(buffer.elements.count >= indices.count * buffer.stride, "the rows fit the buffer")
    guard !indices.isEmpty else { return }
    gather(indices, into: buffer.start, stride: buffer.stride)
  }

  private func gather(
    _ indices: some Collection<Int>, into start: UnsafeMutablePointer<Float>, stride: Int
  ) {
    guard parts.isEmpty else { return gatherParts(indices, into: start, stride: stride) }
    indices.withContiguousIndices { chosen in
      precondition(chosen.allSatisfy { $0 >= 0 && $0 < rows }, "the rows exist")
      withAll { Kernels.copyRows($0.start, chosen: chosen, into: start, columns: columns, stride: stride) }
    }
  }

  private func gatherParts(
    _ indices: some Collection<Int>, into start: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var place = start
    for index in indices {
      withRow(index) { row in place.update(from: row.start, count: columns) }
      place += stride
    }
  }

  /// Lends all rows of a table that joins no others.
  private func withAll(_ body: (UnsafeBufferPointer<Float>) -> Void) {
    if let mapped { return body(UnsafeBufferPointer(start: mapped, count: rows * columns)) }
    values.withUnsafeBufferPointer(body)
  }
}

extension Collection<Int> {
  /// Lends the indices one after the other in memory; copies those that are not.
  func withContiguousIndices(_ body: (UnsafeBufferPointer<Int>) -> Void) {
    if withContiguousStorageIfAvailable(body) == nil { Array(self).withUnsafeBufferPointer(body) }
  }
}
