import COpenSSL

/// One certificate's `SSL_CTX`, with the settings that all of them share.
struct TLSContext: ~Copyable {
  let pointer: OpaquePointer
  let info: CertificateInfo

  /// ECDHE and AEAD only; AES-128 first, for it costs least where the processor has instructions for AES.
  private static let ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
    + ":ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
    + ":ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
  private static let suites =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
  private static let groups = "X25519:P-256:P-384"
  /// No SHA-1.
  private static let signatures =
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519"
    + ":RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512"

  /// - Throws: `TLSError`
  init(_ files: CertificateFiles) throws(TLSError) {
    let chain = try PEMFile(files.certificate).certificates()
    let key = try PEMFile(files.key, isKey: true).privateKey()
    guard let leaf = chain.first else { throw .noCertificate(file: files.certificate) }
    guard X509_check_private_key(leaf.pointer, key.pointer) == 1 else {
      ERR_clear_error()
      throw .mismatch(certificate: files.certificate, key: files.key)
    }
    guard let pointer = SSL_CTX_new(TLS_server_method()) else { throw .openSSL("SSL_CTX_new") }
    do throws(TLSError) {
      try Self.settle(pointer)
      try Self.use(chain, key, from: files, in: pointer)
    } catch {
      SSL_CTX_free(pointer)
      throw error
    }
    self.pointer = pointer
    info = CertificateInfo(file: files.certificate, leaf)
  }

  deinit { SSL_CTX_free(pointer) }

  private static func settle(_ context: OpaquePointer) throws(TLSError) {
    SSL_CTX_set_options(
      context,
      // A client that ends without close_notify cannot fake the end of a message: those have lengths or chunks.
      OPENSSL_NO_RENEGOTIATION | OPENSSL_NO_COMPRESSION | OPENSSL_IGNORE_UNEXPECTED_EOF
        | OPENSSL_SERVER_PREFERENCE | OPENSSL_PRIORITIZE_CHACHA)
    _ = openssl_set_mode(
      context,
      Int(
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER))
    // A client that sends key updates without end must not hold the loop inside one read.
    _ = openssl_clear_mode(context, Int(SSL_MODE_AUTO_RETRY))
    // One call brings a record's header and body, and what follows.
    _ = openssl_set_read_ahead(context, 1)
    // Sessions are in their tickets, so that every loop can take them up and none has to keep them.
    _ = openssl_set_session_cache_mode(context, SSL_SESS_CACHE_OFF)
    SSL_CTX_set_security_level(context, 2)
    try check(openssl_set_min_version(context, TLS1_2_VERSION), "SSL_CTX_set_min_proto_version")
    try check(SSL_CTX_set_cipher_list(context, ciphers), "SSL_CTX_set_cipher_list")
    try check(SSL_CTX_set_ciphersuites(context, suites), "SSL_CTX_set_ciphersuites")
    try check(openssl_set_groups(context, groups), "SSL_CTX_set1_groups_list")
    try check(openssl_set_signature_algorithms(context, signatures), "SSL_CTX_set1_sigalgs_list")
    ApplicationProtocol.install(in: context)
  }

  private static func use(
    _ chain: [X509Certificate], _ key: borrowing PrivateKey, from files: CertificateFiles,
    in context: OpaquePointer
  ) throws(TLSError) {
    for (index, certificate) in chain.enumerated() {
      let result =
        index == 0
        ? SSL_CTX_use_certificate(context, certificate.pointer)
        : openssl_add_chain_certificate(context, certificate.pointer)
      guard result == 1 else { throw .refused(file: files.certificate, reason: TLSError.lastReason()) }
    }
    guard SSL_CTX_use_PrivateKey(context, key.pointer) == 1 else {
      throw .refused(file: files.key, reason: TLSError.lastReason())
    }
  }

  static func check(_ result: Int32, _ call: String) throws(TLSError) {
    guard result == 1 else { throw .openSSL(call) }
  }
}
