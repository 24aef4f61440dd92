/// What a server's certificate says, for operators.
package struct CertificateInfo: Sendable, Equatable {
  /// The file it was read from.
  package let file: String
  /// Subject in the form of RFC 2253.
  package let subject: String
  /// Hosts it is for, in lower case; `*` as the first label stands for one label.
  package let hostNames: [String]
  /// First second of its validity, since 1970.
  package let notBefore: Int
  /// Last second of its validity, since 1970.
  package let notAfter: Int

  /// What an operator should know, in one line; nil if all is well.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - ahead: seconds before the end from which on it is announced.
  package func warning(at now: Int, ahead: Int = 14 * 86_400) -> String? {
    if now > notAfter { return "the certificate in \(file) (\(subject)) expired \(days(notAfter, now)) ago" }
    if now < notBefore {
      return "the certificate in \(file) (\(subject)) becomes valid only in \(days(now, notBefore))"
    }
    guard now > notAfter - ahead else { return nil }
    return "the certificate in \(file) (\(subject)) expires in \(days(now, notAfter))"
  }

  private func days(_ from: Int, _ to: Int) -> String {
    let days = (to - from) / 86_400
    return days == 0 ? "less than a day" : days == 1 ? "1 day" : "\(days) days"
  }

  init(file: String, _ certificate: X509Certificate) {
    self.file = file
    subject = certificate.subject
    hostNames = certificate.hostNames
    notBefore = certificate.validity.lowerBound
    notAfter = certificate.validity.upperBound
  }
}
