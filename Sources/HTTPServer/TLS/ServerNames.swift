/// Finds the certificate for the host that a client asks for (RFC 6066, section 3).
package struct ServerNames: Sendable {
  private var exact: [String: Int] = [:]
  /// By what follows `*.`.
  private var wildcards: [String: Int] = [:]

  /// Creates the table.
  ///
  /// - Parameter hostNames: names of each certificate in lower case; where two have a name, the first gets it.
  package init(_ hostNames: [[String]]) {
    for (index, names) in hostNames.enumerated() {
      for name in names {
        if name.hasPrefix("*.") {
          let domain = String(name.dropFirst(2))
          wildcards[domain] = wildcards[domain] ?? index
        } else {
          exact[name] = exact[name] ?? index
        }
      }
    }
  }

  /// The index of a host's certificate; 0 where none has the name.
  ///
  /// A wildcard stands for exactly one label (RFC 6125, section 6.4.3).
  package func certificate(for host: String) -> Int {
    var name = host.lowercased()
    if name.hasSuffix(".") { name.removeLast() }
    if let index = exact[name] { return index }
    guard let dot = name.firstIndex(of: "."), dot > name.startIndex else { return 0 }
    return wildcards[String(name[name.index(after: dot)...])] ?? 0
  }
}
