import Glibc

extension FeatureTable {
  /// Bytes that the system reads ahead at one request on any disk, however it is set up.
  private static let readAheadBytes = 128 << 10

  /// The bytes that lie in a mapped file rather than in memory of their own.
  package var mappedBytes: Int {
    parts.reduce(mapped == nil ? 0 : 4 * rows * columns) { $0 + $1.table.mappedBytes }
  }

  /// Tells the system that mapped rows will be read soon; a hint, which waits for nothing.
  package func willNeed(_ range: Range<Int>) {
    for (start, table) in parts {
      let own = range.clamped(to: start..<start + table.rows)
      if !own.isEmpty { table.willNeed(own.lowerBound - start..<own.upperBound - start) }
    }
    guard let mapped else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let end = UInt(bitPattern: mapped + range.upperBound * columns)
    var place = UInt(bitPattern: mapped + range.lowerBound * columns) / UInt(page) * UInt(page)
    // The kernel cuts one request down to what the disk takes at once.
    while place < end {
      madvise(
        UnsafeMutableRawPointer(bitPattern: place), min(Self.readAheadBytes, Int(end - place)), MADV_WILLNEED)
      place += UInt(Self.readAheadBytes)
    }
  }
}
