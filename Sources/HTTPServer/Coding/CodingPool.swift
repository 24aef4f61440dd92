/// Keeps a loop's zlib streams for the next body, so that none allocates its 40 or 256 KB anew.
final class CodingPool {
  // An inflater holds 40 KB, a deflater 256 KB.
  private static let keptInflaters = 16
  private static let keptDeflaters = 4

  private let limits: ServerLimits
  private var inflaters: [Inflater] = []
  private var deflaters: [Deflater] = []
  /// Deflaters that streamed answers hold.
  private var lent = 0

  init(limits: ServerLimits) { self.limits = limits }

  func takeInflater() -> Inflater { inflaters.popLast() ?? Inflater(limits: limits) }

  func give(_ inflater: Inflater) {
    if inflaters.count < Self.keptInflaters { inflaters.append(inflater) }
  }

  /// Whether one more streamed answer may hold a deflater.
  var hasStreamDeflater: Bool { lent < limits.compressedStreams }

  /// A deflater for a streamed answer, which may hold it for hours.
  func takeStreamDeflater() -> Deflater {
    lent += 1
    return takeDeflater()
  }

  func giveBack(_ deflater: Deflater) {
    lent -= 1
    give(deflater)
  }

  func takeDeflater() -> Deflater { deflaters.popLast() ?? Deflater(level: limits.compressionLevel) }

  func give(_ deflater: Deflater) {
    if deflaters.count < Self.keptDeflaters { deflaters.append(deflater) }
  }
}
