import TestSupport

/// An authority with its certificates, made by `openssl` in a directory that goes with it.
final class CertificateAuthority: Sendable {
  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  let directory: TemporaryDirectory

  /// Makes the authority's own certificate.
  init() throws {
    directory = try TemporaryDirectory()
    try make(["-keyout", directory("ca.key"), "-out", certificate, "-subj", "/CN=Test Authority"])
  }

  /// The authority's certificate.
  var certificate: String { directory("ca.pem") }

  /// Issues a certificate for this machine and returns its two files; one of the same name is replaced.
  @discardableResult
  func issue(_ name: String, days: Int = 30) throws -> (certificate: String, key: String) {
    let files = (certificate: directory("\(name).pem"), key: directory("\(name).key"))
    try make(
      [
        "-keyout", files.key, "-out", files.certificate, "-subj", "/CN=\(name)",
        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-CA", certificate, "-CAkey", directory("ca.key"),
      ], days: days)
    return files
  }

  private func make(_ arguments: [String], days: Int = 30) throws {
    let outcome = try ClientProgram.run(
      [
        "openssl", "req", "-x509", "-nodes", "-days", "\(days)", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256",
      ] + arguments)
    guard outcome.status == 0 else { throw Failed(description: outcome.errors) }
  }
}
