import Foundation

/// An authority with its certificates, made by the `openssl` command in a directory that goes with it.
final class TestAuthority: Sendable {
  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  let directory: String

  /// Makes the authority's own certificate.
  init(name: String = "Test Authority") throws {
    directory = NSTemporaryDirectory() + "/http-tls-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try make(["-keyout", self("ca.key"), "-out", certificate, "-subj", "/CN=\(name)"])
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// The authority's certificate.
  var certificate: String { self("ca.pem") }

  /// Path of something in the directory.
  func callAsFunction(_ name: String) -> String { "\(directory)/\(name)" }

  /// Issues a certificate for a subject and its alternative names, and returns its two files.
  @discardableResult
  func issue(
    _ file: String, subject: String = "/CN=localhost", names: String = "DNS:localhost,IP:127.0.0.1",
    key: [String] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], options: [String] = []
  ) throws -> (certificate: String, key: String) {
    let files = (certificate: self("\(file).pem"), key: self("\(file).key"))
    try make(
      [
        "-keyout", files.key, "-out", files.certificate, "-subj", subject, "-addext",
        "subjectAltName=\(names)",
      ]
        + ["-addext", "basicConstraints=critical,CA:FALSE", "-CA", certificate, "-CAkey", self("ca.key")]
        + options, key: key)
    return files
  }

  private func make(
    _ arguments: [String], key: [String] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
  ) throws {
    try openssl(["req", "-x509", "-nodes", "-days", "2"] + key + arguments)
  }

  /// Runs `openssl`.
  func openssl(_ arguments: [String]) throws {
    let outcome = try Command.run(["openssl"] + arguments)
    guard outcome.status == 0 else { throw Failed(description: outcome.errors) }
  }
}
