import Glibc

extension ServerConfiguration {
  /// Fails for an address that cannot be listened on, before anything else is done.
  ///
  /// - Throws: `ServerError`
  package func checkAddresses() throws(ServerError) {
    for text in listen {
      switch try ListenAddress(ListenScheme(text).text) {
      case .internet(let endpoint): try Listener.checkIsFree(endpoint)
      case .unix(let address, let path):
        if !path.hasPrefix("@") { _ = try SocketFile.occupant(of: path, address) }
      case .inherited(let name): _ = try inherited(name)
      }
    }
  }

  fileprivate func inherited(_ name: String?) throws(ServerError) -> [SocketActivation.Socket] {
    let sockets = inheritedSockets.sockets(named: name)
    guard !sockets.isEmpty else { throw .nothingInherited(name: name) }
    return sockets
  }
}

/// The listeners of all loops.
///
/// Each loop has a TCP socket of its own, among which the kernel spreads the clients; with port 0 the first loop's port
/// is the others' too. A Unix or inherited socket is one for all loops, each with a descriptor of its own for it.
struct ListenerSet {
  private var loops: [[Listener]]

  init(_ configuration: ServerConfiguration) throws(ServerError) {
    loops = Array(repeating: [], count: configuration.loops)
    do throws(ServerError) {
      try configuration.checkAddresses()
      for text in configuration.listen {
        let scheme = ListenScheme(text)
        switch try ListenAddress(scheme.text) {
        case .internet(let endpoint): try listen(endpoint, scheme)
        case .unix(let address, let path):
          try share(Listener(unix: address, path: path, mode: configuration.socketMode), scheme)
        case .inherited(let name):
          for socket in try configuration.inherited(name) { try share(Listener(inherited: socket), scheme) }
        }
      }
    } catch {
      for index in loops.indices { close(ofLoop: index) }
      throw error
    }
  }

  private mutating func listen(_ endpoint: SocketAddress, _ scheme: ListenScheme) throws(ServerError) {
    var endpoint = endpoint
    for index in loops.indices {
      var listener = try Listener(endpoint)
      listener.isSecure = scheme.isSecure
      loops[index].append(listener)
      endpoint = try SocketAddress.local(of: listener.descriptor)
    }
  }

  private mutating func share(_ listener: Listener, _ scheme: ListenScheme) throws(ServerError) {
    var listener = listener
    listener.isSecure = scheme.isSecure
    loops[0].append(listener)
    for index in loops.indices.dropFirst() { loops[index].append(try listener.duplicated()) }
  }

  var addresses: [String] { loops.first?.map { ($0.isSecure ? ListenScheme.prefix : "") + $0.address } ?? [] }

  func ofLoop(_ index: Int) -> [Listener] { loops[index] }

  func close(ofLoop index: Int) {
    for listener in loops[index] { listener.close() }
  }
}

extension Listener {
  /// The same socket under another descriptor, which another loop closes in its own time.
  fileprivate func duplicated() throws(ServerError) -> Listener {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .cannotListen(address: address, call: "fcntl", errno: errno) }
    var listener = Listener(copy, address: address)
    listener.isShared = isShared
    listener.isSecure = isSecure
    listener.isInherited = isInherited
    listener.file = file
    return listener
  }
}
