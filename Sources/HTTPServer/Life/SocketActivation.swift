import Glibc

/// The sockets that a service manager has opened for this process (`sd_listen_fds(3)`).
package struct SocketActivation: Sendable, Equatable {
  /// A socket that was passed on.
  package struct Socket: Sendable, Equatable {
    /// Its descriptor.
    package let descriptor: Int32
    /// Its `FileDescriptorName`; `unknown` where the manager gave none.
    package let name: String
    /// Address that it is bound to, as a configuration writes it; nil where it is no socket.
    package var address: String? { try? SocketAddress.local(of: descriptor).text }

    /// Names a socket.
    package init(descriptor: Int32, name: String) {
      self.descriptor = descriptor
      self.name = name
    }
  }

  private static let firstDescriptor: Int32 = 3

  /// What was passed on, in the manager's order.
  package let sockets: [Socket]

  /// Names sockets that listen already.
  package init(sockets: [Socket]) { self.sockets = sockets }

  /// Reads `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`; what is meant for another process is left alone.
  package init(environment: [String: String], process: Int32) {
    guard environment["LISTEN_PID"].flatMap({ Int32($0) }) == process,
      let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...65_536).contains(count)
    else {
      sockets = []
      return
    }
    let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
    sockets = (0..<count).map { index in
      let name = names.indices.contains(Int(index)) ? String(names[Int(index)]) : ""
      return Socket(
        descriptor: Self.firstDescriptor + index, name: name.isEmpty ? "unknown" : name)
    }
  }

  /// What was passed on to this process.
  package static let ofThisProcess: SocketActivation = {
    var environment: [String: String] = [:]
    for key in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] {
      environment[key] = getenv(key).map { String(cString: $0) }
    }
    return SocketActivation(environment: environment, process: getpid())
  }()

  /// The sockets of one name, or all.
  package func sockets(named name: String?) -> [Socket] {
    name.map { name in sockets.filter { $0.name == name } } ?? sockets
  }
}

extension Listener {
  /// Takes over a socket that listens already; the descriptor that was passed on stays open for a later server.
  ///
  /// - Throws: `ServerError.notListening`, `.cannotListen`
  init(inherited socket: SocketActivation.Socket) throws(ServerError) {
    guard Self.option(socket.descriptor, SO_ACCEPTCONN) == 1,
      Self.option(socket.descriptor, SO_TYPE) == Int32(SOCK_STREAM.rawValue)
    else { throw .notListening(descriptor: socket.descriptor, name: socket.name) }
    let address = try SocketAddress.local(of: socket.descriptor)
    // No process that is started from here shall hold it.
    _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC)
    let flags = fcntl(socket.descriptor, F_GETFL)
    try address.check(min(0, fcntl(socket.descriptor, F_SETFL, flags | O_NONBLOCK)), "fcntl")
    if address.family != AF_UNIX { _ = Self.answerAtOnce(socket.descriptor) }
    let own = fcntl(socket.descriptor, F_DUPFD_CLOEXEC, 0)
    try address.check(min(0, own), "fcntl")
    self.init(own, address: address.text)
    isShared = true
    isInherited = true
  }

  private static func option(_ descriptor: Int32, _ option: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0 ? value : nil
  }
}
