/// Tells why certificates and keys cannot be used; never what is in them.
package enum TLSError: Error, Equatable, CustomStringConvertible {
  /// An address begins with `https://`, and there is no certificate.
  case notConfigured
  /// A file could not be read.
  case cannotRead(file: String, errno: Int32)
  /// Others than its owner can get at a key's file.
  case exposedKey(file: String, mode: UInt32)
  /// The file has no certificate in PEM form.
  case noCertificate(file: String)
  /// The certificate at a position, counted from 1, is damaged.
  case malformedCertificate(file: String, position: Int)
  /// The file has no private key in PEM form.
  case noKey(file: String)
  /// The key is protected by a passphrase.
  case encryptedKey(file: String)
  /// The key is not the certificate's.
  case mismatch(certificate: String, key: String)
  /// OpenSSL does not take what the file holds, such as a key that is too short.
  case refused(file: String, reason: String)
  /// OpenSSL failed for a reason that lies in no file.
  case failed(call: String, reason: String)

  /// One line that names the file, the fact and the cure.
  package var description: String {
    switch self {
    case .notConfigured: "an address that begins with https:// needs a certificate and its key"
    case .cannotRead(let file, let number): "cannot read \(file): \(ServerError.reason(number))"
    case .exposedKey(let file, let mode):
      "\(file) has mode 0\(String(mode, radix: 8)), so others than its owner can get at the private key:"
        + " chmod 600 \(file)"
    case .noCertificate(let file): "\(file) holds no certificate in PEM form (BEGIN CERTIFICATE)"
    case .malformedCertificate(let file, let position): "certificate \(position) in \(file) is damaged"
    case .noKey(let file): "\(file) holds no private key in PEM form (BEGIN PRIVATE KEY)"
    case .encryptedKey(let file):
      "the private key in \(file) is encrypted: decrypt it (openssl pkey -in \(file) -out …) and chmod 600"
    case .mismatch(let certificate, let key):
      "the private key in \(key) does not belong to the certificate in \(certificate)"
    case .refused(let file, let reason): "what \(file) holds cannot be used: \(reason)"
    case .failed(let call, let reason): "OpenSSL's \(call) failed: \(reason)"
    }
  }
}
