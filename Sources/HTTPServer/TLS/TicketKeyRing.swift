/// The keys of session tickets: one that seals, and the one before, which still opens (RFC 5077, section 5.5).
///
/// Time and randomness come in; a stolen key opens what was sealed in its own lifetime and no more.
package struct TicketKeyRing: Sendable {
  /// Seconds for which a key seals; it opens for as long again.
  package let lifetime: Double
  private var current: TicketKey?
  private var previous: TicketKey?

  /// Creates a ring without keys.
  package init(lifetime: Double) { self.lifetime = lifetime }

  /// The key that seals a ticket at a time, made by `makeMaterial` when the one before is too old.
  ///
  /// - Parameter makeMaterial: gives `TicketKey.count` random bytes, or nil.
  package mutating func sealingKey(at now: Double, makeMaterial: () -> [UInt8]?) -> TicketKey? {
    if let current, now < current.created + lifetime { return current }
    guard let material = makeMaterial() else { return nil }
    let fresh = TicketKey(material: material, created: now)
    previous = current
    current = fresh
    return fresh
  }

  /// The key that opens a ticket, by its name, and whether it seals no more so that the ticket should be replaced.
  package func openingKey(
    named name: UnsafeRawBufferPointer, at now: Double
  ) -> (key: TicketKey, isRetired: Bool)? {
    for key in [current, previous] {
      guard let key, key.name.elementsEqual(name), now < key.created + 2 * lifetime else { continue }
      return (key, now >= key.created + lifetime)
    }
    return nil
  }
}

/// A key that seals session tickets: its name, a cipher's key and a MAC's.
package struct TicketKey: Sendable {
  /// Bytes of all three parts.
  package static let count = 16 + 32 + 32

  /// Seconds on the ring's clock.
  let created: Double
  private let material: [UInt8]

  init(material: [UInt8], created: Double) {
    precondition(material.count == Self.count, "a ticket key has \(Self.count) bytes")
    self.material = material
    self.created = created
  }

  /// What tickets name the key by; not secret.
  package var name: ArraySlice<UInt8> { material[..<16] }
  /// For AES-256.
  var cipherKey: ArraySlice<UInt8> { material[16..<48] }
  /// For HMAC-SHA-256.
  var macKey: ArraySlice<UInt8> { material[48...] }
}
