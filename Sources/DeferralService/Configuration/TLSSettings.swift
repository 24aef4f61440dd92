import HTTPServer

/// Says by which certificates the service is known, and what it asks of its clients.
package struct TLSSettings: Sendable, Equatable {
  /// Whether clients have to show a certificate.
  package enum ClientCertificates: String, Sendable, CaseIterable {
    case none
    /// They may; a bad one is refused.
    case requested
    case required
  }

  /// PEM file of the usual certificate and its chain; empty for none.
  package var certificate = ""
  /// PEM file of its key; empty where the certificate's file holds it too.
  package var key = ""
  /// Further certificates, for the host names in them.
  package var certificates: [CertificateFiles] = []
  /// Whether clients have to show a certificate.
  package var clientCertificates = ClientCertificates.none
  /// PEM file of the authorities whose client certificates are good.
  package var clientAuthorities = ""
  /// Seconds for which one key seals session tickets.
  package var ticketSeconds = 14_400.0

  /// Whether there is any certificate.
  package var isSet: Bool { !certificate.isEmpty || !certificates.isEmpty }

  /// Reads `certificate.pem:key.pem`, or the one file that holds both; nil for anything else.
  static func files(_ text: String) -> CertificateFiles? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = parts.first, let last = parts.last,
      !first.isEmpty, !last.isEmpty
    else { return nil }
    return CertificateFiles(certificate: String(first), key: String(last))
  }

  /// What the server takes; nil without certificates.
  ///
  /// - Throws: `SettingsError` for settings that contradict each other.
  func configuration() throws(SettingsError) -> TLSConfiguration? {
    if certificate.isEmpty && !key.isEmpty {
      throw SettingsError(setting: "tls.key", problem: "is set, and tls.certificate is not")
    }
    if (clientCertificates == .none) != clientAuthorities.isEmpty {
      throw SettingsError(
        setting: "tls.client_authorities",
        problem: clientAuthorities.isEmpty
          ? "names no file, and without it no client's certificate can be judged"
          : "is set, and tls.client_certificates is none; set it to requested or required")
    }
    let usual = CertificateFiles(certificate: certificate, key: key.isEmpty ? certificate : key)
    let all = (certificate.isEmpty ? [] : [usual]) + certificates
    if all.isEmpty && clientCertificates != .none {
      throw SettingsError(
        setting: "tls.client_certificates", problem: "asks for TLS, and there is no tls.certificate")
    }
    guard !all.isEmpty else { return nil }
    return TLSConfiguration(certificates: all, clients: clients, ticketLifetime: ticketSeconds)
  }

  private var clients: ClientAuthentication {
    switch clientCertificates {
    case .none: .none
    case .requested: .requested(authorities: clientAuthorities)
    case .required: .required(authorities: clientAuthorities)
    }
  }
}
