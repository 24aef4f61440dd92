import Synchronization

/// Reads a server's certificates, again and again, and remembers the last ones that were good.
final class CertificateStore: Sendable {
  private let configuration: TLSConfiguration?
  private let tickets: TicketKeys
  private let latest = Mutex<TLSCredentials?>(nil)

  init(_ configuration: TLSConfiguration?) {
    self.configuration = configuration
    tickets = TicketKeys(lifetime: configuration?.ticketLifetime ?? 0)
  }

  var certificates: [CertificateInfo] { latest.withLock { $0?.certificates ?? [] } }

  /// Reads the files; those in use before stay where that fails.
  ///
  /// - Returns: nil without a configuration.
  /// - Throws: `TLSError`
  func load() throws(TLSError) -> TLSCredentials? {
    guard let configuration else { return nil }
    let fresh = try TLSCredentials(configuration, tickets: tickets)
    latest.withLock { $0 = fresh }
    return fresh
  }
}
