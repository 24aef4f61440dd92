import LearningToDefer
import Testing

/// Memory that a table looks at.
private final class Block: Sendable {
  // Never written after `init`.
  nonisolated(unsafe) let bytes: UnsafeMutableRawPointer

  init(_ values: [Float], offset: Int) {
    bytes = .allocate(byteCount: 4 * values.count + offset, alignment: 16)
    values.withUnsafeBytes {
      (bytes + offset).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(bytes), byteCount: $0.count)
    }
  }

  deinit { bytes.deallocate() }
}

struct FeatureTableTests {
  private let values: [Float] = [1, 2, 3, 4, 5, 6]

  private func rows(_ table: FeatureTable) -> [[Float]] {
    (0..<table.rows).map { table.withRow($0) { Array($0) } }
  }

  @Test(arguments: [0, 4, 1, 3])
  func `mapped memory reads as an array does, aligned or not`(offset: Int) {
    let block = Block(values, offset: offset)
    let table = FeatureTable(memory: block.bytes + offset, rows: 3, columns: 2, owner: block)
    #expect(rows(table) == [[1, 2], [3, 4], [5, 6]])
    #expect(rows(table) == rows(FeatureTable(values, columns: 2)))
  }

  @Test func `gathering copies rows in the order asked for`() {
    let table = FeatureTable(values, columns: 2)
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: 8)
    buffer.initialize(repeating: 0)
    defer { buffer.deallocate() }
    table.gather([2, 0, 2], into: buffer)
    #expect(Array(buffer) == [5, 6, 1, 2, 5, 6, 0, 0])
  }

  @Test func `joined tables read as one`() {
    let joined = FeatureTable(
      joining: [
        FeatureTable(values, columns: 2), FeatureTable([], columns: 2), FeatureTable([7, 8], columns: 2),
      ],
      columns: 2)
    #expect(rows(joined) == [[1, 2], [3, 4], [5, 6], [7, 8]])
  }

  @Test func `a scaler is fitted to mean 0 and deviation 1`() {
    let table = FeatureTable([1, 5, 2, 5, 3, 5, 100, 100], columns: 2)
    let scaler = InputScaler(fitting: table, rows: [0, 1, 2])
    #expect(scaler.mean == [2, 5])
    #expect(agree(Double(scaler.scale[0]), (2.0 / 3).squareRoot(), absolute: 1e-6))
    #expect(scaler.scale[1] == 1)
  }
}
