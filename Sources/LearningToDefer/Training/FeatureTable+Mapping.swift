import Glibc

extension FeatureTable {
  /// Bytes that the system reads ahead at one request on any disk, however it is set up.
  private static let readAheadBytes = 128 << 10

  /// The bytes that lie in a mapped file rather than in memory of their own.
  package var mappedBytes: Int {
    parts.reduce(mapped == nil ? 0 : 4 * rows * columns) { $0 + $1.table.mappedBytes }
  }

  /// Says how mapped rows will be touched: anywhere, after `willNeed`, or in about the order of the file.
  ///
  /// In order, the system reads some megabytes around a missing page, which anywhere would push out what is needed next.
  package func expect(anywhere: Bool) {
    for part in parts { part.table.expect(anywhere: anywhere) }
    advise(0..<rows, anywhere ? MADV_RANDOM : MADV_NORMAL, bytesAtOnce: .max)
  }

  /// Tells the system that mapped rows will be read soon; a hint.
  package func willNeed(_ range: Range<Int>) {
    for (start, table) in parts {
      let own = range.clamped(to: start..<start + table.rows)
      if !own.isEmpty { table.willNeed(own.lowerBound - start..<own.upperBound - start) }
    }
    // The kernel cuts one request down to what the disk takes at once.
    advise(range, MADV_WILLNEED, bytesAtOnce: Self.readAheadBytes)
  }

  private func advise(_ range: Range<Int>, _ advice: CInt, bytesAtOnce: Int) {
    guard let mapped else { return }
    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
    let end = UInt(bitPattern: mapped + range.upperBound * columns)
    var place = UInt(bitPattern: mapped + range.lowerBound * columns) / page * page
    while place < end {
      let length = min(bytesAtOnce, Int(end - place))
      madvise(UnsafeMutableRawPointer(bitPattern: place), length, advice)
      place += UInt(length)
    }
  }
}
