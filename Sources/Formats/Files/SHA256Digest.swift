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
    let stream = SHA256Stream()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read the file", path)
      }
      stream.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return stream.finish()
  }

  /// The 32 bytes of the digest of `bytes`.
  package static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let stream = SHA256Stream()
    stream.update(bytes)
    return stream.bytes()
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
}

/// A SHA-256 that is fed piece by piece.
final class SHA256Stream {
  private let context = EVP_MD_CTX_new()

  init() {
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The 32 bytes; nothing may be added afterwards.
  func bytes() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return Array(digest.prefix(Int(length)))
  }

  /// The same in lower-case hexadecimal.
  func finish() -> String { SHA256Digest.hexadecimal(bytes()) }
}
