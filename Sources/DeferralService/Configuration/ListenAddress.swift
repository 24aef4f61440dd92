/// Tells whether an address can be reached from this machine alone.
package enum ListenAddress {
  /// Whether the host of `address` (`127.0.0.1:8080`, `[::1]:0`, `localhost:80`) is loopback.
  package static func isLoopback(_ address: String) -> Bool {
    guard let colon = address.lastIndex(of: ":") else { return false }
    let host = address[..<colon]
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
