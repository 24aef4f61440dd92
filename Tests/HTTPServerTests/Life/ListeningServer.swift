import Foundation
import HTTPServer

extension Server<ScriptedHandler> {
  /// A server with a few of the scripted routes, listening where it is told to.
  static func listening(
    _ listen: [String], loops: Int = 1, adjust: (inout ServerConfiguration) -> Void = { _ in }
  ) throws -> (server: Server<ScriptedHandler>, addresses: [String]) {
    var configuration = ServerConfiguration(listen: listen, loops: loops)
    configuration.limits.tick = 0.02
    adjust(&configuration)
    let server = Server(
      configuration: configuration,
      router: Router<ScriptedHandler.Script>([
        Route(.get, "/echo/{what}", action: .echo), Route(.get, "/late/{what}", action: .late),
        Route(.get, "/never", action: .never),
      ]),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      makeHandler: { ScriptedHandler(context: $0) })
    return (server, try server.start())
  }
}

/// A Unix socket's address for system calls; an `@` stands for the zero of an abstract name.
struct UnixAddress {
  private var address = sockaddr_un()
  private let length: socklen_t

  init(_ path: String) {
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { place in
      for (index, byte) in bytes.enumerated() { place[index] = byte == UInt8(ascii: "@") ? 0 : byte }
    }
    length = socklen_t(2 + bytes.count + (path.hasPrefix("@") ? 0 : 1))
  }

  func call(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) throws {
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
    guard result == 0 else { throw RawClient.Failure(call: "connect or bind", number: errno) }
  }
}

extension RawClient {
  /// Connects to a Unix socket.
  convenience init(unix path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    self.init(descriptor: descriptor)
    try UnixAddress(path).call { connect(descriptor, $0, $1) }
  }

  /// Connects to an IPv6 port of this machine.
  convenience init(v6 port: UInt16) throws {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    self.init(descriptor: descriptor)
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
      }
    }
    guard result == 0 else { throw Failure(call: "connect", number: errno) }
  }
}

/// The port at the end of an address.
func port(of address: String) -> UInt16 { UInt16(address.split(separator: ":").last ?? "") ?? 0 }
