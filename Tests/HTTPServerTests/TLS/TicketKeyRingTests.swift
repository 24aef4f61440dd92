import HTTPServer
import Testing

struct TicketKeyRingTests {
  /// Gives each key another name.
  static func sealing(_ ring: inout TicketKeyRing, at now: Double, _ byte: UInt8) -> TicketKey? {
    ring.sealingKey(at: now) { [UInt8](repeating: byte, count: TicketKey.count) }
  }

  static func opens(_ ring: TicketKeyRing, _ byte: UInt8, at now: Double) -> Bool? {
    let name = [UInt8](repeating: byte, count: 16)
    return name.withUnsafeBytes { ring.openingKey(named: $0, at: now)?.isRetired }
  }

  @Test func `a key seals for its lifetime and opens for twice that`() {
    var ring = TicketKeyRing(lifetime: 10)
    #expect(Self.opens(ring, 1, at: 0) == nil)
    #expect(Self.sealing(&ring, at: 0, 1)?.name.first == 1)
    #expect(Self.sealing(&ring, at: 9.9, 2)?.name.first == 1)
    #expect(Self.opens(ring, 1, at: 9.9) == false)
    #expect(Self.opens(ring, 1, at: 10) == true)
    #expect(Self.sealing(&ring, at: 10, 2)?.name.first == 2)
    #expect(Self.opens(ring, 1, at: 19.9) == true)
    #expect(Self.opens(ring, 1, at: 20) == nil)
    #expect(Self.opens(ring, 2, at: 19.9) == false)
  }

  @Test func `only one retired key is kept`() {
    var ring = TicketKeyRing(lifetime: 10)
    for (now, byte) in [(0.0, UInt8(1)), (10, 2), (20, 3)] { _ = Self.sealing(&ring, at: now, byte) }
    #expect(Self.opens(ring, 1, at: 20) == nil)
    #expect(Self.opens(ring, 2, at: 20) == true)
    #expect(Self.opens(ring, 3, at: 20) == false)
  }

  @Test func `without randomness nothing is sealed`() {
    var ring = TicketKeyRing(lifetime: 10)
    #expect(ring.sealingKey(at: 0, makeMaterial: { nil }) == nil)
  }
}
