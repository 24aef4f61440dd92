import Glibc

/// What a service tells its manager about itself (`sd_notify(3)`).
package enum ServiceState: Sendable, Equatable {
  /// Serving, at the start or after a reload.
  case ready
  case stopping
  /// Reading its settings again, since monotonic microseconds.
  case reloading(since: UInt64)
  /// One line for people.
  case status(String)
  /// Sign of life.
  case watchdog

  /// Reading its settings again, from now on.
  package static var reloadingNow: ServiceState { .reloading(since: Nanoseconds.now() / 1000) }

  /// The state as the manager reads it.
  package var text: String {
    switch self {
    case .ready: "READY=1"
    case .stopping: "STOPPING=1"
    case .reloading(let since): "RELOADING=1\nMONOTONIC_USEC=\(since)"
    // A second line would be a state of its own.
    case .status(let text): "STATUS=\(String(text.map { $0.isNewline ? " " : $0 }))"
    case .watchdog: "WATCHDOG=1"
    }
  }
}

/// Speaks to the service manager that started this process, over its datagram socket.
package final class ServiceNotifier: Sendable {
  private let socket: Int32
  private let address: SocketAddress

  /// Reads `NOTIFY_SOCKET`; nil where no manager listens.
  package init?(environment: [String: String]) {
    guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@"),
      let address = SocketAddress(path: path)
    else { return nil }
    self.address = address
    socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { return nil }
    // A manager that hangs must not hang the service.
    var patience = timeval(tv_sec: 1, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { if socket >= 0 { close(socket) } }

  /// Tells all states in one message; false if the manager could not be told.
  ///
  /// Waits for a manager that is behind for a second at most; a sign of life alone does not wait, for it is given on a
  /// loop.
  @discardableResult
  package func notify(_ states: ServiceState...) -> Bool {
    let text = states.map { $0.text + "\n" }.joined()
    let flags = Int32(MSG_NOSIGNAL) | (states == [.watchdog] ? Int32(MSG_DONTWAIT) : 0)
    return Array(text.utf8).withUnsafeBytes { bytes in
      address.withSockaddr { sendto(socket, bytes.baseAddress, bytes.count, flags, $0, $1) } == bytes.count
    }
  }
}
