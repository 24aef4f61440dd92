import COpenSSL
import Glibc

/// What a session's socket did, as far as the connection has to know.
struct SocketState {
  let descriptor: Int32
  /// Whether the last read found nothing, so that the next edge will tell.
  var readBlocked = false
  /// Whether the last read took all there was.
  var readWasShort = false
  var hasEnded = false
  /// Whether anything has come.
  var hasReceived = false
  /// Whether the first byte is the beginning of a method and not of a TLS record.
  var isPlainHTTP = false

  init(_ descriptor: Int32) { self.descriptor = descriptor }
}

/// OpenSSL's way to a non-blocking socket.
///
/// Memory BIOs would copy every byte once more and keep two buffers for each connection; OpenSSL's own socket BIO
/// raises SIGPIPE, and does not tell a read that emptied the socket from one that did not.
enum SocketBIO {
  /// - Parameter state: must outlive the BIO.
  static func make(_ state: UnsafeMutablePointer<SocketState>) -> OpaquePointer? {
    guard let method, let bio = BIO_new(method) else { return nil }
    BIO_set_data(bio, state)
    BIO_set_init(bio, 1)
    return bio
  }

  // Made once and never changed.
  private nonisolated(unsafe) static let method: OpaquePointer? = {
    guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket") else { return nil }
    BIO_meth_set_read(method) { bio, bytes, count in SocketBIO.read(bio, bytes, count) }
    BIO_meth_set_write(method) { bio, bytes, count in SocketBIO.write(bio, bytes, count) }
    BIO_meth_set_ctrl(method) { bio, command, _, _ in
      switch command {
      case BIO_CTRL_FLUSH: 1
      case BIO_CTRL_EOF: SocketBIO.state(bio)?.pointee.hasEnded == true ? 1 : 0
      default: 0
      }
    }
    return method
  }()

  private static func state(_ bio: OpaquePointer?) -> UnsafeMutablePointer<SocketState>? {
    BIO_get_data(bio)?.assumingMemoryBound(to: SocketState.self)
  }

  private static func read(_ bio: OpaquePointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ room: Int32)
    -> Int32
  {
    guard let state = state(bio), let bytes else { return -1 }
    BIO_clear_flags(bio, retryFlags)
    let count = repeated { recv(state.pointee.descriptor, bytes, Int(room), 0) }
    state.pointee.readBlocked = count < 0 && errno == EAGAIN
    state.pointee.readWasShort = count < Int(room)
    if count > 0 { return taken(count, first: UInt8(bitPattern: bytes[0]), state) }
    if count == 0 { state.pointee.hasEnded = true }
    if state.pointee.readBlocked { BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY) }
    return Int32(count)
  }

  /// Plain HTTP is found here, before OpenSSL answers it with an alert that such a client cannot read.
  private static func taken(_ count: Int, first: UInt8, _ state: UnsafeMutablePointer<SocketState>) -> Int32 {
    if !state.pointee.hasReceived {
      state.pointee.hasReceived = true
      state.pointee.isPlainHTTP = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    }
    return state.pointee.isPlainHTTP ? -1 : Int32(count)
  }

  private static func write(_ bio: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
    guard let state = state(bio) else { return -1 }
    BIO_clear_flags(bio, retryFlags)
    let sent = repeated { send(state.pointee.descriptor, bytes, Int(count), Int32(MSG_NOSIGNAL)) }
    if sent < 0 && errno == EAGAIN { BIO_set_flags(bio, BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY) }
    return Int32(sent)
  }

  private static let retryFlags =
    BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY

  private static func repeated(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}
