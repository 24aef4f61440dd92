import COpenSSL

/// One generation of certificates: their contexts, and who gets which.
///
/// A connection holds the generation it began with, so a reload changes new connections only.
// Sendable: nothing changes after `init`, and OpenSSL lets threads share an `SSL_CTX` that is no longer set up.
final class TLSCredentials: @unchecked Sendable {
  let certificates: [CertificateInfo]
  private let contexts: [OpaquePointer]
  private let names: ServerNames
  private let tickets: TicketKeys

  /// Reads all files.
  ///
  /// - Throws: `TLSError`
  init(_ configuration: TLSConfiguration, tickets: TicketKeys) throws(TLSError) {
    let authorities = try ClientAuthorities(configuration.clients)
    var certificates: [CertificateInfo] = []
    var contexts: [OpaquePointer] = []
    do throws(TLSError) {
      for files in configuration.certificates {
        let context = try TLSContext(files)
        try authorities.install(in: context.pointer)
        try tickets.install(in: context.pointer)
        certificates.append(context.info)
        SSL_CTX_up_ref(context.pointer)
        contexts.append(context.pointer)
      }
      if contexts.isEmpty { throw .notConfigured }
    } catch {
      for context in contexts { SSL_CTX_free(context) }
      throw error
    }
    self.certificates = certificates
    self.contexts = contexts
    self.tickets = tickets
    names = ServerNames(certificates.map(\.hostNames))
    for context in contexts { chooseByName(context) }
  }

  deinit { for context in contexts { SSL_CTX_free(context) } }

  /// A new session, with the first certificate until the client names a host; nil without memory.
  func makeSession() -> OpaquePointer? { SSL_new(contexts[0]) }

  /// The argument is valid whenever OpenSSL calls: sessions hold their credentials.
  private func chooseByName(_ context: OpaquePointer) {
    openssl_set_server_name_callback(
      context,
      { session, _, argument in
        guard let session, let argument,
          let name = SSL_get_servername(session, TLSEXT_NAMETYPE_host_name)
        else { return SSL_TLSEXT_ERR_NOACK }
        let credentials = Unmanaged<TLSCredentials>.fromOpaque(argument).takeUnretainedValue()
        let index = credentials.names.certificate(for: String(cString: name))
        return SSL_set_SSL_CTX(session, credentials.contexts[index]) == nil
          ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
