import COpenSSL
import Glibc

/// A PEM file's bytes, wiped from memory when they are no longer needed.
struct PEMFile: ~Copyable {
  /// Files of keys and certificates are small; what is larger is something else.
  private static let largest = 1 << 20

  let path: String
  private let bytes: UnsafeMutableRawBufferPointer
  private let count: Int

  /// Reads a file; that of a key must be closed to others than its owner.
  ///
  /// - Throws: `TLSError.cannotRead`, `.exposedKey`
  init(_ path: String, isKey: Bool = false) throws(TLSError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotRead(file: path, errno: errno) }
    defer { close(descriptor) }
    // The mode is that of the very file which is read.
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotRead(file: path, errno: errno) }
    if isKey, status.st_mode & 0o077 != 0 { throw .exposedKey(file: path, mode: status.st_mode & 0o7777) }
    guard status.st_size <= Self.largest else { throw .cannotRead(file: path, errno: EFBIG) }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.largest, alignment: 1)
    let count = Self.fill(bytes, from: descriptor)
    guard count >= 0 else {
      let number = errno
      bytes.deallocate()
      throw .cannotRead(file: path, errno: number)
    }
    self.path = path
    self.bytes = bytes
    self.count = count
  }

  deinit {
    OPENSSL_cleanse(bytes.baseAddress, count)
    bytes.deallocate()
  }

  /// Reads to the end of the file; -1 if that fails.
  private static func fill(_ bytes: UnsafeMutableRawBufferPointer, from descriptor: Int32) -> Int {
    var count = 0
    while count < bytes.count {
      let piece = read(descriptor, bytes.baseAddress.map { $0 + count }, bytes.count - count)
      if piece < 0 && errno == EINTR { continue }
      if piece < 0 { return -1 }
      if piece == 0 { break }
      count += piece
    }
    return count
  }

  /// All certificates in their order, at least one.
  ///
  /// - Throws: `TLSError.noCertificate`, `.malformedCertificate`
  func certificates() throws(TLSError) -> [X509Certificate] {
    guard let memory = BIO_new_mem_buf(bytes.baseAddress, Int32(count)) else {
      throw .openSSL("BIO_new_mem_buf")
    }
    defer { BIO_free(memory) }
    var found: [X509Certificate] = []
    ERR_clear_error()
    while let certificate = PEM_read_bio_X509(memory, nil, nil, nil) {
      found.append(X509Certificate(certificate))
    }
    defer { ERR_clear_error() }
    // Only the end of the file ends it well: PEM_R_NO_START_LINE.
    guard ERR_peek_last_error() & 0x7f_ffff == UInt(PEM_R_NO_START_LINE) else {
      throw .malformedCertificate(file: path, position: found.count + 1)
    }
    guard !found.isEmpty else { throw .noCertificate(file: path) }
    return found
  }

  /// The private key.
  ///
  /// - Throws: `TLSError.noKey`, `.encryptedKey`
  func privateKey() throws(TLSError) -> PrivateKey {
    guard let memory = BIO_new_mem_buf(bytes.baseAddress, Int32(count)) else {
      throw .openSSL("BIO_new_mem_buf")
    }
    defer { BIO_free(memory) }
    var wasAsked = false
    let key = PEM_read_bio_PrivateKey(
      memory, nil,
      // Without this OpenSSL would ask for the passphrase on the terminal.
      { _, _, _, wasAsked in
        wasAsked?.storeBytes(of: true, as: Bool.self)
        return -1
      }, &wasAsked)
    ERR_clear_error()
    guard let key else { throw wasAsked ? .encryptedKey(file: path) : .noKey(file: path) }
    return PrivateKey(key)
  }
}

/// A private key that is freed with its holder; OpenSSL wipes it.
struct PrivateKey: ~Copyable {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { EVP_PKEY_free(pointer) }
}

extension TLSError {
  /// The failure of a call, by the last reason that OpenSSL gave.
  static func openSSL(_ call: String) -> TLSError { .failed(call: call, reason: lastReason()) }

  /// Takes OpenSSL's last reason, which names facts and never data.
  static func lastReason() -> String {
    defer { ERR_clear_error() }
    return ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) } ?? "no reason given"
  }
}
