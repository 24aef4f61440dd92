import COpenSSL
import Glibc

/// A certificate as OpenSSL holds it, read by name.
final class X509Certificate {
  let pointer: OpaquePointer

  /// Takes over a reference.
  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { X509_free(pointer) }

  /// Subject in the form of RFC 2253, such as `CN=client 7,O=Example`.
  var subject: String {
    guard let memory = BIO_new(BIO_s_mem()) else { return "" }
    defer { BIO_free(memory) }
    X509_NAME_print_ex(memory, X509_get_subject_name(pointer), 0, OPENSSL_NAME_RFC2253)
    var bytes: UnsafeMutablePointer<CChar>?
    let count = openssl_memory_contents(memory, &bytes)
    return String(decoding: UnsafeRawBufferPointer(start: bytes, count: max(0, count)), as: UTF8.self)
  }

  /// Serial number in upper-case hexadecimal digits, as `openssl x509 -serial` writes it.
  var serialNumber: String {
    guard let number = X509_get0_serialNumber(pointer) else { return "" }
    return Hexadecimal.text(Self.bytes(number), "0123456789ABCDEF")
  }

  /// SHA-256 of the whole certificate in lower-case hexadecimal digits.
  var fingerprint: String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard X509_digest(pointer, EVP_sha256(), &digest, &count) == 1 else { return "" }
    return digest.withUnsafeBytes { bytes in
      Hexadecimal.text(UnsafeRawBufferPointer(rebasing: bytes[..<Int(count)]), "0123456789abcdef")
    }
  }

  /// Seconds since 1970 between which the certificate is valid.
  var validity: ClosedRange<Int> {
    let first = Self.seconds(X509_get0_notBefore(pointer))
    return first...max(first, Self.seconds(X509_get0_notAfter(pointer)))
  }

  /// Names of hosts in the subject's alternative names, in lower case.
  var hostNames: [String] {
    alternativeNames.compactMap { name in
      guard case .host(let host) = name else { return nil }
      return host.lowercased()
    }
  }

  /// The subject's alternative names of the kinds that name hosts, addresses, mailboxes and resources.
  var alternativeNames: [AlternativeName] {
    guard let names = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return [] }
    let stack = OpaquePointer(names)
    defer { GENERAL_NAMES_free(stack) }
    return (0..<max(0, OPENSSL_sk_num(stack))).compactMap { index in
      guard let entry = OPENSSL_sk_value(stack, index) else { return nil }
      var kind: Int32 = 0
      let value = GENERAL_NAME_get0_value(entry.assumingMemoryBound(to: GENERAL_NAME.self), &kind)
      guard let value, [GEN_DNS, GEN_IPADD, GEN_EMAIL, GEN_URI].contains(kind) else { return nil }
      return AlternativeName(kind: kind, Self.bytes(value.assumingMemoryBound(to: ASN1_STRING.self)))
    }
  }

  private static func bytes(_ string: UnsafePointer<ASN1_STRING>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
    return timegm(&parts)
  }
}

/// Writes bytes as pairs of digits.
enum Hexadecimal {
  static func text(_ bytes: UnsafeRawBufferPointer, _ digits: StaticString) -> String {
    String(
      decoding: bytes.flatMap { [digits.utf8Start[Int($0 >> 4)], digits.utf8Start[Int($0 & 15)]] },
      as: UTF8.self)
  }
}
