extension ServerConfiguration {
  /// Fails for certificates, keys and authorities that cannot be used, before anything else is done.
  ///
  /// - Throws: `ServerError.invalidCertificates`
  package func checkCertificates() throws(ServerError) {
    do throws(TLSError) {
      let credentials = try CertificateStore(tls).load()
      if credentials == nil, listen.contains(where: { ListenScheme($0).isSecure }) { throw .notConfigured }
    } catch {
      throw .invalidCertificates(error)
    }
  }
}

extension Server {
  /// Reads what the addresses need before any is bound.
  func loadCredentials() throws(ServerError) -> TLSCredentials? {
    do throws(TLSError) {
      let credentials = try certificateStore.load()
      if credentials == nil, configuration.listen.contains(where: { ListenScheme($0).isSecure }) {
        throw .notConfigured
      }
      return credentials
    } catch {
      throw .invalidCertificates(error)
    }
  }

  /// The certificates in use; empty without TLS and before the start.
  package var certificates: [CertificateInfo] { certificateStore.certificates }

  /// Reads certificates, keys and authorities anew, for the connections to come.
  ///
  /// Open connections go on undisturbed, and sessions can still be resumed. Blocks while it reads files; from any
  /// thread but a loop's.
  /// - Returns: the certificates, now in use.
  /// - Throws: `TLSError`; what was in use stays so.
  @discardableResult
  package func reloadCertificates() throws(TLSError) -> [CertificateInfo] {
    guard let fresh = try certificateStore.load() else { return [] }
    for loop in loops { loop.control.send(.use(fresh)) }
    return fresh.certificates
  }
}
