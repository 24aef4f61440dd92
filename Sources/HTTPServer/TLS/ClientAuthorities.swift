import COpenSSL

/// The authorities whose clients are let in, and what makes their sessions distinct.
struct ClientAuthorities {
  private let mode: Int32
  private let certificates: [X509Certificate]

  /// - Throws: `TLSError`
  init(_ clients: ClientAuthentication) throws(TLSError) {
    switch clients {
    case .none: mode = SSL_VERIFY_NONE
    case .requested: mode = SSL_VERIFY_PEER
    case .required: mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
    }
    certificates =
      try clients.authorities.map { file throws(TLSError) in try PEMFile(file).certificates() } ?? []
  }

  /// Has a context ask for certificates and check them.
  func install(in context: OpaquePointer) throws(TLSError) {
    SSL_CTX_set_verify(context, mode, nil)
    for certificate in certificates {
      try TLSContext.check(
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.pointer), "X509_STORE_add_cert")
      try TLSContext.check(SSL_CTX_add_client_CA(context, certificate.pointer), "SSL_CTX_add_client_CA")
    }
    let identity = sessionIdentity
    try TLSContext.check(
      SSL_CTX_set_session_id_context(context, identity, UInt32(identity.count)),
      "SSL_CTX_set_session_id_context")
  }

  /// A client that was let in under other authorities must not come back by its ticket.
  private var sessionIdentity: [UInt8] {
    let text = certificates.reduce("\(mode)") { $0 + $1.fingerprint }
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_Digest(text, text.utf8.count, &digest, nil, EVP_sha256(), nil)
    return digest
  }
}
