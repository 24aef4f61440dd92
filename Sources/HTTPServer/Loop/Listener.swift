import CLinux
import Glibc

/// A bound, listening, non-blocking socket.
struct Listener: Sendable {
  let descriptor: Int32
  /// The address really bound.
  let address: String
  let isSecure: Bool

  /// Binds a socket that shares its port with the sockets of the other loops.
  ///
  /// - Throws: `ServerError`
  init(_ endpoint: SocketAddress, isSecure: Bool) throws(ServerError) {
    let descriptor = socket(endpoint.family, Int32(SOCK_STREAM.rawValue) | Self.flags, 0)
    guard descriptor >= 0 else { throw .cannotListen(address: endpoint.text, call: "socket", errno: errno) }
    self.descriptor = descriptor
    self.isSecure = isSecure
    do {
      try Self.bind(descriptor, endpoint)
      address = (isSecure ? ListenAddress.prefix : "") + (try SocketAddress.local(of: descriptor).text)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Fails if another program listens there: the loops' sockets share their port, and would with its sockets too.
  ///
  /// - Throws: `ServerError`
  static func checkIsFree(_ endpoint: SocketAddress) throws(ServerError) {
    let descriptor = socket(endpoint.family, Int32(SOCK_STREAM.rawValue) | flags, 0)
    guard descriptor >= 0 else { throw .cannotListen(address: endpoint.text, call: "socket", errno: errno) }
    defer { close(descriptor) }
    try check(enable(descriptor, SOL_SOCKET, SO_REUSEADDR), "setsockopt", endpoint)
    if endpoint.family == AF_INET6 {
      try check(enable(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY), "setsockopt", endpoint)
    }
    try check(endpoint.withSockaddr { Glibc.bind(descriptor, $0, $1) }, "bind", endpoint)
  }

  private static var flags: Int32 { Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue) }

  private static func bind(_ descriptor: Int32, _ endpoint: SocketAddress) throws(ServerError) {
    try check(enable(descriptor, SOL_SOCKET, SO_REUSEADDR), "setsockopt", endpoint)
    try check(enable(descriptor, SOL_SOCKET, SO_REUSEPORT), "setsockopt", endpoint)
    // Linux hands this on to the connections that are accepted, which saves a call for each.
    try check(enable(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY), "setsockopt", endpoint)
    if endpoint.family == AF_INET6 {
      try check(enable(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY), "setsockopt", endpoint)
    }
    try check(endpoint.withSockaddr { Glibc.bind(descriptor, $0, $1) }, "bind", endpoint)
    try check(listen(descriptor, backlog), "listen", endpoint)
  }

  /// The kernel caps this at `net.core.somaxconn`.
  private static let backlog: Int32 = 4096

  private static func enable(_ descriptor: Int32, _ level: Int32, _ option: Int32) -> Int32 {
    var one: Int32 = 1
    return setsockopt(descriptor, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func check(_ result: Int32, _ call: String, _ endpoint: SocketAddress) throws(ServerError) {
    guard result == 0 else { throw .cannotListen(address: endpoint.text, call: call, errno: errno) }
  }
}

extension ServerConfiguration {
  /// Fails for an address that cannot be listened on, before anything else is done.
  ///
  /// - Throws: `ServerError`
  package func checkAddresses() throws(ServerError) {
    _ = try freeEndpoints()
  }

  /// The addresses to listen on, none of them another program's.
  fileprivate func freeEndpoints() throws(ServerError) -> [SocketAddress] {
    var endpoints: [SocketAddress] = []
    for text in listen {
      let endpoint = try SocketAddress(ListenAddress(text).text)
      try Listener.checkIsFree(endpoint)
      endpoints.append(endpoint)
    }
    return endpoints
  }
}

/// The listeners of all loops; with port 0 the first loop's port is the others' too.
struct ListenerSet {
  private var loops: [[Listener]] = []

  init(_ configuration: ServerConfiguration) throws(ServerError) {
    do throws(ServerError) {
      var endpoints = try configuration.freeEndpoints()
      for _ in 0..<configuration.loops {
        loops.append([])
        for index in endpoints.indices {
          let isSecure = ListenAddress(configuration.listen[index]).isSecure
          let listener = try Listener(endpoints[index], isSecure: isSecure)
          loops[loops.count - 1].append(listener)
          endpoints[index] = try SocketAddress.local(of: listener.descriptor)
        }
      }
    } catch {
      for index in loops.indices { close(ofLoop: index) }
      throw error
    }
  }

  var addresses: [String] { loops.first?.map(\.address) ?? [] }

  func ofLoop(_ index: Int) -> [Listener] { loops[index] }

  func close(ofLoop index: Int) {
    for listener in loops[index] { Glibc.close(listener.descriptor) }
  }
}
