import Glibc

/// Where a connection comes from, as compact as it is kept; rendered only when asked.
package struct PeerAddress: Sendable, Hashable {
  private enum Family: UInt8 { case local, v4, v6 }

  /// Clients that share a limit: one IPv4 address, or one /64 of IPv6, of which each host can have many addresses.
  package struct Network: Sendable, Hashable {
    fileprivate let isV6: Bool
    fileprivate let bits: UInt64
  }

  private let high: UInt64
  private let low: UInt64
  /// Port of the client; 0 for a Unix socket.
  package let port: UInt16
  private let family: Family

  /// A client of a Unix socket, which has no address.
  package static let local = PeerAddress(high: 0, low: 0, port: 0, family: .local)

  private init(high: UInt64, low: UInt64, port: UInt16, family: Family) {
    self.high = high
    self.low = low
    self.port = port
    self.family = family
  }

  /// Reads what `accept` gave; anything but IPv4 and IPv6 is local.
  package init(_ address: sockaddr_in6) {
    self = withUnsafeBytes(of: address) { bytes in
      let port = UInt16(bigEndian: address.sin6_port)
      switch Int32(address.sin6_family) {
      case AF_INET:
        let host = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        return PeerAddress(high: 0, low: UInt64(host), port: port, family: .v4)
      case AF_INET6:
        let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        return PeerAddress(v6: high, low, port: port)
      default: return .local
      }
    }
  }

  /// A socket for both families names its IPv4 clients `::ffff:192.0.2.1` (RFC 4291, section 2.5.5.2).
  private init(v6 high: UInt64, _ low: UInt64, port: UInt16) {
    let isMapped = high == 0 && low >> 32 == 0xffff
    self.init(
      high: high, low: isMapped ? low & 0xffff_ffff : low, port: port, family: isMapped ? .v4 : .v6)
  }

  /// Whom a limit for one address counts this client to; nil for a Unix socket.
  package var network: Network? {
    switch family {
    case .local: nil
    case .v4: Network(isV6: false, bits: low)
    case .v6: Network(isV6: true, bits: high)
    }
  }

  /// The address without its port, such as `192.0.2.1` or `2001:db8::1`; `unix` for a Unix socket.
  package var host: String {
    let buffer = ByteBuffer(capacity: 64)
    switch family {
    case .local: buffer.append("unix")
    case .v4: appendV4(to: buffer)
    case .v6: appendV6(to: buffer)
    }
    return String(decoding: buffer.bytes, as: UTF8.self)
  }
}

extension PeerAddress: CustomStringConvertible {
  /// The address with its port, such as `192.0.2.1:40213` or `[2001:db8::1]:40213`.
  package var description: String {
    let buffer = ByteBuffer(capacity: 64)
    append(to: buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// Appends the description without making a string.
  func append(to output: ByteBuffer) {
    switch family {
    case .local: return output.append("unix")
    case .v4: appendV4(to: output)
    case .v6:
      output.append(UInt8(ascii: "["))
      appendV6(to: output)
      output.append(UInt8(ascii: "]"))
    }
    output.append(UInt8(ascii: ":"))
    output.append(decimal: Int(port))
  }

  private func appendV4(to output: ByteBuffer) {
    for shift: UInt64 in [24, 16, 8, 0] {
      if shift < 24 { output.append(UInt8(ascii: ".")) }
      output.append(decimal: Int(low >> shift & 255))
    }
  }

  private func appendV6(to output: ByteBuffer) {
    var bytes = (high.bigEndian, low.bigEndian)
    output.reserve(Int(INET6_ADDRSTRLEN))
    let text = output.tail.assumingMemoryBound(to: CChar.self)
    if inet_ntop(AF_INET6, &bytes, text, socklen_t(INET6_ADDRSTRLEN)) != nil { output.grow(strlen(text)) }
  }
}
