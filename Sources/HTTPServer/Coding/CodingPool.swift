/// Keeps a loop's zlib streams for the next body, so that none allocates its 40 or 256 KB anew.
final class CodingPool {
  // An inflater holds 40 KB, a deflater 256 KB.
  private static let keptInflaters = 16
  private static let keptDeflaters = 4

  private let limits: ServerLimits
  private var inflaters: [Inflater] = []
  private var deflaters: [Deflater] = []

  init(limits: ServerLimits) { self.limits = limits }

  func takeInflater() -> Inflater { inflaters.popLast() ?? Inflater(limits: limits) }

  func give(_ inflater: Inflater) {
    if inflaters.count < Self.keptInflaters { inflaters.append(inflater) }
  }

  func takeDeflater() -> Deflater { deflaters.popLast() ?? Deflater(level: limits.compressionLevel) }

  func give(_ deflater: Deflater) {
    if deflaters.count < Self.keptDeflaters { deflaters.append(deflater) }
  }
}
