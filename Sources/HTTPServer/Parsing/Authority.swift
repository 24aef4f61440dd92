import Glibc

/// Validates `host [":" port]` (RFC 3986, section 3.2).
enum Authority {
  /// Whether the bytes are a host that is not empty, with or without a port.
  ///
  /// No http URI has an empty host (RFC 9110, section 4.2.1); user information is refused as well, and so are the
  /// address forms that RFC 3986 leaves to the future (`[v1.x]`).
  static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let first = bytes.first else { return false }
    let hostEnd: Int
    if first == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")),
        isIPv6(UnsafeRawBufferPointer(rebasing: bytes[1..<close]))
      else { return false }
      hostEnd = close + 1
    } else {
      hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      guard isName(UnsafeRawBufferPointer(rebasing: bytes[..<hostEnd])) else { return false }
    }
    guard hostEnd < bytes.count else { return true }
    return bytes[hostEnd] == UInt8(ascii: ":")
      && isPort(UnsafeRawBufferPointer(rebasing: bytes[(hostEnd + 1)...]))
  }

  /// An escape may stand for what a name holds anyway or for a part of a character beyond ASCII, never for a
  /// delimiter or a control character.
  private static func isName(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard !bytes.isEmpty else { return false }
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%") {
        let (octet, next) = PercentEncoding.octet(bytes, at: index)
        guard next == index + 3, octet >= 0x80 || CharacterClass.isHost(octet) else { return false }
        index = next
      } else {
        guard CharacterClass.isHost(bytes[index]) else { return false }
        index += 1
      }
    }
    return true
  }

  /// An empty port is allowed by the grammar.
  private static func isPort(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var value = 0
    for byte in bytes {
      guard CharacterClass.isDigit(byte) else { return false }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      guard value <= 65_535 else { return false }
    }
    return true
  }

  private static func isIPv6(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= 45, !bytes.contains(0) else { return false }
    var address = in6_addr()
    return inet_pton(AF_INET6, String(decoding: bytes, as: UTF8.self), &address) == 1
  }
}
