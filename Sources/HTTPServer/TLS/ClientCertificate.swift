import COpenSSL

/// Who a client proved to be in the handshake; its certificate was checked against the authorities.
package struct ClientCertificate: Sendable, Equatable {
  /// Subject in the form of RFC 2253, such as `CN=client 7,O=Example`.
  package let subject: String
  /// Names beside the subject, in their order.
  package let alternativeNames: [AlternativeName]
  /// Serial number in upper-case hexadecimal digits.
  package let serialNumber: String
  /// SHA-256 of the certificate in lower-case hexadecimal digits.
  package let fingerprint: String

  init(_ certificate: X509Certificate) {
    subject = certificate.subject
    alternativeNames = certificate.alternativeNames
    serialNumber = certificate.serialNumber
    fingerprint = certificate.fingerprint
  }
}
