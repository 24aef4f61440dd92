import COpenSSL
import Synchronization

/// The ticket keys that all loops and all generations of certificates share, so that sessions outlive a reload.
///
/// The lock is taken once or twice in a handshake, never for a request.
final class TicketKeys: Sendable {
  let lifetime: Double
  private let ring: Mutex<TicketKeyRing>

  init(lifetime: Double) {
    self.lifetime = lifetime
    ring = Mutex(TicketKeyRing(lifetime: lifetime))
  }

  /// Has a context seal and open its tickets with these keys; they must outlive its sessions.
  func install(in context: OpaquePointer) throws(TLSError) {
    guard openssl_set_app_data(context, Unmanaged.passUnretained(self).toOpaque()) == 1 else {
      throw .openSSL("SSL_CTX_set_app_data")
    }
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context) { session, name, initial, cipher, mac, seals in
      guard let data = openssl_app_data(SSL_get_SSL_CTX(session)), let name, let initial else { return -1 }
      let keys = Unmanaged<TicketKeys>.fromOpaque(data).takeUnretainedValue()
      return seals == 1
        ? keys.seal(UnsafeMutableRawPointer(name), initial, cipher, mac)
        : keys.open(UnsafeRawPointer(name), initial, cipher, mac)
    }
    SSL_CTX_set_timeout(context, Int(min(max(1, lifetime), 604_800)))
  }

  /// 1, or 0 for a session without a ticket.
  private func seal(
    _ name: UnsafeMutableRawPointer, _ initial: UnsafeMutablePointer<UInt8>, _ cipher: OpaquePointer?,
    _ mac: OpaquePointer?
  ) -> Int32 {
    let now = Self.now
    let key = ring.withLock { $0.sealingKey(at: now, makeMaterial: Self.randomMaterial) }
    guard let key, RAND_bytes(initial, 16) == 1 else { return 0 }
    for (offset, byte) in key.name.enumerated() {
      name.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }
    let isReady =
      key.cipherKey.withUnsafeBufferPointer {
        EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), nil, $0.baseAddress, initial)
      } == 1
    return isReady && setMAC(mac, key) ? 1 : 0
  }

  /// 1; 2 where the ticket should be replaced; 0 where a whole handshake is needed; -1 for a failure.
  private func open(
    _ name: UnsafeRawPointer, _ initial: UnsafeMutablePointer<UInt8>, _ cipher: OpaquePointer?,
    _ mac: OpaquePointer?
  ) -> Int32 {
    let now = Self.now
    let bytes = UnsafeRawBufferPointer(start: name, count: 16)
    guard let (key, isRetired) = ring.withLock({ $0.openingKey(named: bytes, at: now) }) else { return 0 }
    let isReady =
      key.cipherKey.withUnsafeBufferPointer {
        EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), nil, $0.baseAddress, initial)
      } == 1
    guard isReady && setMAC(mac, key) else { return -1 }
    return isRetired ? 2 : 1
  }

  private func setMAC(_ mac: OpaquePointer?, _ key: TicketKey) -> Bool {
    key.macKey.withUnsafeBufferPointer { openssl_set_hmac_key(mac, $0.baseAddress, $0.count) } == 1
  }

  private static var now: Double { Double(Nanoseconds.now()) * 1e-9 }

  private static func randomMaterial() -> [UInt8]? {
    var material = [UInt8](repeating: 0, count: TicketKey.count)
    return RAND_priv_bytes(&material, Int32(material.count)) == 1 ? material : nil
  }
}
