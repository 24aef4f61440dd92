import HTTPServer
import Testing

/// What `make fuzz` looks for at length, in small: the table's messages, damaged at random and split at random.
@Suite struct MutationTests {
  private static let corpus = RFCRow.all.map(\.bytes).filter { $0.count < 300 }
  #if DEBUG
    // Without optimisation, and under a sanitizer, each takes a hundred times as long.
    private static let rounds = 500
  #else
    private static let rounds = 15_000
  #endif
  private static let fragments = [
    "\r\n", "\n", "\r", "\0", " ", "\t", ":", ",", ";", "%", "%2e", "..", "/", "Host: a\r\n", "\r\n\r\n",
    "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", " HTTP/1.0\r\n",
  ].map { Array($0.utf8) }

  private func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1 where place < bytes.count:
      bytes.removeSubrange(place..<Int.random(in: place...bytes.count, using: &generator))
    case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 3:
      let other = Self.corpus[Int.random(in: 0..<Self.corpus.count, using: &generator)]
      bytes.insert(contentsOf: other[Int.random(in: 0..<other.count, using: &generator)...], at: place)
    default:
      let fragment = Self.fragments[Int.random(in: 0..<Self.fragments.count, using: &generator)]
      bytes.insert(contentsOf: fragment, at: place)
    }
  }

  @Test(arguments: UInt64(1)...8)
  func `a damaged message is read the same however it is split`(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<Self.rounds {
      var bytes = Self.corpus[Int.random(in: 0..<Self.corpus.count, using: &generator)]
      for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&bytes, &generator) }
      let limits = Bool.random(using: &generator) ? ServerLimits() : .tight
      let whole = MessageStream(bytes, limits: limits, bodyLimit: 100)
      let splits = generator.splits(of: bytes.count)
      let pieces = MessageStream(bytes, splitAt: splits, limits: limits, bodyLimit: 100)
      guard whole == pieces else {
        Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription) split at \(splits)")
        return
      }
    }
  }
}
