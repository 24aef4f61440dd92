import COpenSSL
import Glibc

/// Computes SHA-256 (FIPS 180-4) with OpenSSL.
package enum SHA256Digest {
  /// The digest of a file in lower-case hexadecimal.
  ///
  /// - Throws: `FormatError` when the file cannot be read.
  /// - Complexity: O(bytes), about two gigabytes a second where the processor helps.
  package static func hex(file path: String) throws(FormatError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open the file", path) }
    defer { close(descriptor) }
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read the file", path)
      }
      EVP_DigestUpdate(context, buffer.baseAddress, count)
    }
    return hexadecimal(finish(context))
  }

  /// The 32 bytes of the digest of `bytes`.
  package static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    return finish(context)
  }

  /// The 32 bytes of the digest of an array.
  package static func of(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { of($0) }
  }

  /// Spells bytes in lower-case hexadecimal.
  package static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private static func finish(_ context: OpaquePointer?) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return Array(digest.prefix(Int(length)))
  }
}
