import COpenSSL

/// One client's TLS: its handshake, and the bytes of both directions, over a non-blocking socket.
///
/// It never waits: what cannot be done now is told, and is asked for again when the socket is ready.
final class TLSSession {
  enum Progress {
    /// The handshake is complete, or so many bytes were moved.
    case moved(Int)
    /// Nothing more until the socket has something to read.
    case needsReadable
    /// Nothing more until the socket takes something.
    case needsWritable
    /// A record that holds no data was taken up; asking again may bring more.
    case unfinished
    /// The client has sent all it ever will.
    case ended
    case failed
    /// What came is HTTP without TLS; nothing was answered.
    case plainHTTP
  }

  private(set) var isEstablished = false
  /// Who the client proved to be.
  private(set) var clientCertificate: ClientCertificate?
  private let session: OpaquePointer
  private let socket: UnsafeMutablePointer<SocketState>
  // OpenSSL's callbacks use them without holding them.
  private let credentials: TLSCredentials
  private var hasFailed = false

  /// Begins to wait for a client's greeting; nil without memory.
  init?(_ descriptor: Int32, credentials: TLSCredentials) {
    guard let session = credentials.makeSession() else { return nil }
    let socket = UnsafeMutablePointer<SocketState>.allocate(capacity: 1)
    socket.initialize(to: SocketState(descriptor))
    guard let bio = SocketBIO.make(socket) else {
      SSL_free(session)
      socket.deallocate()
      return nil
    }
    SSL_set_bio(session, bio, bio)
    SSL_set_accept_state(session)
    self.session = session
    self.socket = socket
    self.credentials = credentials
  }

  deinit {
    SSL_free(session)
    socket.deallocate()
  }

  /// Whether the client came back with a ticket.
  var isResumed: Bool { SSL_session_reused(session) == 1 }

  /// Whether the client has sent anything at all.
  var hasReceived: Bool { socket.pointee.hasReceived }

  /// Whether a read may bring more at once: from the socket, or from what was read ahead.
  var mayHoldMore: Bool { !socket.pointee.readWasShort || SSL_has_pending(session) == 1 }

  /// Takes the next steps of the handshake.
  func shakeHands() -> Progress {
    let result = attempt { SSL_do_handshake(session) }
    if socket.pointee.isPlainHTTP {
      hasFailed = true
      ERR_clear_error()
      return .plainHTTP
    }
    guard result == 1 else { return progress(result) }
    isEstablished = true
    if let certificate = SSL_get1_peer_certificate(session) {
      clientCertificate = ClientCertificate(X509Certificate(certificate))
    }
    return .moved(0)
  }

  /// Reads a record's data, or as much of it as there is room for.
  func read(into bytes: UnsafeMutableRawPointer, room: Int) -> Progress {
    var count = 0
    let result = attempt { SSL_read_ex(session, bytes, room, &count) }
    return result == 1 ? .moved(count) : progress(result)
  }

  /// Writes one record; after `needsWritable` the same bytes must come again, perhaps with more behind them.
  func write(_ bytes: UnsafeRawBufferPointer) -> Progress {
    var count = 0
    let result = attempt { SSL_write_ex(session, bytes.baseAddress, bytes.count, &count) }
    return result == 1 ? .moved(count) : progress(result)
  }

  /// Sends close_notify (RFC 8446, section 6.1); what the socket does not take at once is given up.
  func end() {
    guard isEstablished, !hasFailed else { return }
    _ = attempt { SSL_shutdown(session) }
    ERR_clear_error()
  }

  /// OpenSSL finds a call's error in its thread's queue, which must be empty before.
  private func attempt(_ call: () -> Int32) -> Int32 {
    ERR_clear_error()
    socket.pointee.readBlocked = false
    socket.pointee.readWasShort = false
    return call()
  }

  private func progress(_ result: Int32) -> Progress {
    switch SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ: return socket.pointee.readBlocked ? .needsReadable : .unfinished
    case SSL_ERROR_WANT_WRITE: return .needsWritable
    case SSL_ERROR_ZERO_RETURN: return .ended
    default:
      hasFailed = true
      ERR_clear_error()
      return .failed
    }
  }
}
