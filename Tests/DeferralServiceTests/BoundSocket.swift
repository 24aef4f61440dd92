import Foundation

/// A TCP socket that is bound to a free port.
final class BoundSocket {
  struct CannotBind: Error {}

  let descriptor: Int32

  init(address: UInt32 = INADDR_LOOPBACK) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = address.bigEndian
    let result = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw CannotBind() }
  }

  deinit { close(descriptor) }
}
