import Glibc
import HTTPServer
import Testing

struct PeerAddressTests {
  static func v6(_ text: String, port: UInt16 = 80) -> PeerAddress {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    inet_pton(AF_INET6, text, &address.sin6_addr)
    return PeerAddress(address)
  }

  static func v4(_ text: String, port: UInt16 = 80) -> PeerAddress {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET)
    address.sin6_port = port.bigEndian
    inet_pton(AF_INET, text, &address.sin6_flowinfo)
    return PeerAddress(address)
  }

  @Test(arguments: [
    (v4("192.0.2.1", port: 40213), "192.0.2.1:40213"), (v6("2001:db8::1", port: 9), "[2001:db8::1]:9"),
    (v6("::1"), "[::1]:80"), (v6("::ffff:192.0.2.1"), "192.0.2.1:80"), (.local, "unix"),
  ])
  func `it is rendered as clients write it`(peer: PeerAddress, text: String) {
    #expect(peer.description == text)
  }

  @Test func `a limit counts an address of IPv4 and a 64th of IPv6 as one`() {
    #expect(Self.v4("192.0.2.1", port: 1).network == Self.v4("192.0.2.1", port: 2).network)
    #expect(Self.v4("192.0.2.1").network != Self.v4("192.0.2.2").network)
    #expect(Self.v4("192.0.2.1").network == Self.v6("::ffff:192.0.2.1").network)
    #expect(Self.v6("2001:db8::1").network == Self.v6("2001:db8::ffff:1:2:3").network)
    #expect(Self.v6("2001:db8:0:1::1").network != Self.v6("2001:db8:0:2::1").network)
    #expect(Self.v6("0:0:c000:201::").network != Self.v4("192.0.2.1").network)
    #expect(PeerAddress.local.network == nil)
  }

  @Test func `a connection can afford it`() { #expect(MemoryLayout<PeerAddress>.size <= 24) }
}
