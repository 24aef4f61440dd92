import Glibc

/// A bound, listening, non-blocking socket.
struct Listener: Sendable {
  let descriptor: Int32
  /// The address really bound.
  let address: String
  /// Whether the other loops accept from the same queue of clients.
  var isShared = false
  /// Whether it was there before this process, and will be there after it.
  var isInherited = false
  /// Whether its clients speak TLS.
  var isSecure = false
  /// What a Unix socket has put into the file system.
  var file: SocketFile?

  init(_ descriptor: Int32, address: String) {
    self.descriptor = descriptor
    self.address = address
  }

  /// Binds a socket that shares its port with the sockets of the other loops.
  ///
  /// - Throws: `ServerError`
  init(_ endpoint: SocketAddress) throws(ServerError) {
    let descriptor = try endpoint.makeSocket()
    do {
      try Self.bind(descriptor, endpoint)
      self.init(descriptor, address: try SocketAddress.local(of: descriptor).text)
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  /// Fails if another program listens there: the loops' sockets share their port, and would with its sockets too.
  ///
  /// - Throws: `ServerError`
  static func checkIsFree(_ endpoint: SocketAddress) throws(ServerError) {
    let descriptor = try endpoint.makeSocket()
    defer { Glibc.close(descriptor) }
    try endpoint.check(enable(descriptor, SOL_SOCKET, SO_REUSEADDR), "setsockopt")
    if endpoint.family == AF_INET6 {
      try endpoint.check(enable(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY), "setsockopt")
    }
    try endpoint.check(endpoint.withSockaddr { Glibc.bind(descriptor, $0, $1) }, "bind")
  }

  /// Closes the socket, and removes its file: a client that comes now is told at once that nobody is there.
  func close() {
    file?.remove()
    Glibc.close(descriptor)
  }

  private static func bind(_ descriptor: Int32, _ endpoint: SocketAddress) throws(ServerError) {
    try endpoint.check(enable(descriptor, SOL_SOCKET, SO_REUSEADDR), "setsockopt")
    try endpoint.check(enable(descriptor, SOL_SOCKET, SO_REUSEPORT), "setsockopt")
    try endpoint.check(answerAtOnce(descriptor), "setsockopt")
    if endpoint.family == AF_INET6 {
      try endpoint.check(enable(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY), "setsockopt")
    }
    try endpoint.check(endpoint.withSockaddr { Glibc.bind(descriptor, $0, $1) }, "bind")
    try endpoint.check(listen(descriptor, backlog), "listen")
  }

  /// Linux hands this on to the connections that are accepted, which saves a call for each.
  static func answerAtOnce(_ descriptor: Int32) -> Int32 {
    enable(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
  }

  /// The kernel caps this at `net.core.somaxconn`.
  static let backlog: Int32 = 4096

  private static func enable(_ descriptor: Int32, _ level: Int32, _ option: Int32) -> Int32 {
    var one: Int32 = 1
    return setsockopt(descriptor, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
  }
}

extension SocketAddress {
  func makeSocket() throws(ServerError) -> Int32 {
    let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | flags, 0)
    guard descriptor >= 0 else { throw .cannotListen(address: text, call: "socket", errno: errno) }
    return descriptor
  }

  func check(_ result: Int32, _ call: String) throws(ServerError) {
    guard result == 0 else { throw .cannotListen(address: text, call: call, errno: errno) }
  }
}
