import HTTPServer

/// Tells who can reach an address to listen on.
package enum ListenAddress {
  private static let secure = "https://"
  private static let unix = "unix:"
  private static let inherited = "systemd"

  /// Whether an address can be reached from this machine alone: loopback, or a Unix socket.
  ///
  /// - Parameter sockets: what `systemd` stands for; their own addresses count.
  package static func isLocal(_ address: String, sockets: SocketActivation = .ofThisProcess) -> Bool {
    let address = isSecure(address) ? address.dropFirst(secure.count) : address[...]
    if address.hasPrefix(unix) { return true }
    if address == inherited { return isLocal(sockets.sockets(named: nil)) }
    if address.hasPrefix(inherited + ":") {
      return isLocal(sockets.sockets(named: String(address.dropFirst(inherited.count + 1))))
    }
    return isLoopback(address)
  }

  /// Whether an address is for TLS.
  static func isSecure(_ address: String) -> Bool { address.hasPrefix(secure) }

  /// Where a client finds what was bound: `http://127.0.0.1:8080`, `https://[::1]:8443`, `unix:/a/path`.
  static func url(_ address: String) -> String {
    isSecure(address) || address.hasPrefix(unix) ? address : "http://\(address)"
  }

  private static func isLocal(_ sockets: [SocketActivation.Socket]) -> Bool {
    !sockets.isEmpty
      && sockets.allSatisfy { $0.address.map { $0.hasPrefix(unix) || isLoopback($0[...]) } ?? false }
  }

  private static func isLoopback(_ address: Substring) -> Bool {
    guard let colon = address.lastIndex(of: ":") else { return false }
    let host = address[..<colon]
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
