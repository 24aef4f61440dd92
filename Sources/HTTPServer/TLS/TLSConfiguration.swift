/// Says by which certificates a server is known, and what it asks of its clients.
package struct TLSConfiguration: Sendable, Equatable {
  /// Certificates with their keys; the first is for clients that name no host, or one that no certificate has.
  package var certificates: [CertificateFiles]
  /// Whether clients have to show a certificate too.
  package var clients: ClientAuthentication
  /// Seconds for which one key seals session tickets; tickets are taken for as long again.
  package var ticketLifetime: Double

  /// Creates a configuration.
  package init(
    certificates: [CertificateFiles], clients: ClientAuthentication = .none, ticketLifetime: Double = 14_400
  ) {
    self.certificates = certificates
    self.clients = clients
    self.ticketLifetime = ticketLifetime
  }
}

/// Names the two PEM files of a certificate; they may be the same one.
package struct CertificateFiles: Sendable, Equatable {
  /// The certificate, followed by those that lead to its root.
  package var certificate: String
  /// The private key, not encrypted and readable by its owner alone.
  package var key: String

  /// Creates the pair.
  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// Says whether clients show certificates, and who must have signed them.
package enum ClientAuthentication: Sendable, Equatable {
  /// Clients are not asked.
  case none
  /// Clients are asked; a certificate that the file's authorities did not sign ends the handshake.
  case requested(authorities: String)
  /// Clients without a certificate signed by the file's authorities do not get in.
  case required(authorities: String)

  /// The PEM file of the authorities.
  var authorities: String? {
    switch self {
    case .none: nil
    case .requested(let file), .required(let file): file
    }
  }
}
