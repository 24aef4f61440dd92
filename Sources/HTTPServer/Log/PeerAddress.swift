import Glibc

/// The address of a client.
package struct PeerAddress: Equatable, Sendable {
  private let isIPv6: Bool
  private let bytes: InlineArray<16, UInt8>
  private let port: UInt16

  /// Asks the kernel who is at the other end; nil for Unix sockets and clients that have left.
  init?(of descriptor: Int32) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutableBytes(of: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self) { address in
        address.baseAddress.map { getpeername(descriptor, $0, &length) } ?? -1
      }
    }
    guard result == 0 else { return nil }
    self.init(storage)
  }

  private init?(_ storage: sockaddr_storage) {
    var bytes = InlineArray<16, UInt8>(repeating: 0)
    let family = Int32(storage.ss_family)
    guard family == AF_INET || family == AF_INET6 else { return nil }
    isIPv6 = family == AF_INET6
    // In `sockaddr_in` and `sockaddr_in6` the port is at 2, the address at 4 and at 8.
    let start = isIPv6 ? 8 : 4
    port = withUnsafeBytes(of: storage) { storage in
      for index in 0..<(family == AF_INET6 ? 16 : 4) { bytes[index] = storage[start + index] }
      return UInt16(storage[2]) << 8 | UInt16(storage[3])
    }
    self.bytes = bytes
  }

  /// Text such as `127.0.0.1:40213` or `[::1]:40213`.
  package var text: String {
    let buffer = ByteBuffer(capacity: 64)
    append(to: buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// Whether both are the same address and port.
  package static func == (a: PeerAddress, b: PeerAddress) -> Bool { a.text == b.text }

  func append(to output: ByteBuffer) {
    output.reserve(64)
    if isIPv6 { output.append(UInt8(ascii: "[")) }
    withUnsafeBytes(of: bytes) { address in
      let text = output.tail.assumingMemoryBound(to: CChar.self)
      if inet_ntop(isIPv6 ? AF_INET6 : AF_INET, address.baseAddress, text, 46) != nil {
        output.grow(strlen(text))
      }
    }
    if isIPv6 { output.append(UInt8(ascii: "]")) }
    output.append(UInt8(ascii: ":"))
    output.append(decimal: Int(port))
  }
}
