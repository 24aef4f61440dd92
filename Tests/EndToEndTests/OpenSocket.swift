import Foundation

/// A socket that stays open until it is let go.
final class OpenSocket {
  struct CannotConnect: Error {}

  private let descriptor: Int32

  /// Connects to an address such as `127.0.0.1:8080`.
  init(address: String) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = (UInt16(address.split(separator: ":").last ?? "") ?? 0).bigEndian
    place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw CannotConnect() }
  }

  deinit { close(descriptor) }

  /// Sends text.
  func send(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes {
      Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// Reads until the server ends its output.
  func readAll() -> String {
    var text = ""
    var piece = [UInt8](repeating: 0, count: 4096)
    while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 {
      text += String(decoding: piece[..<count], as: UTF8.self)
    }
    return text
  }

  /// Reads until the server ends its output; whether it did.
  func readsToEnd() -> Bool {
    var piece = [UInt8](repeating: 0, count: 4096)
    var count = 1
    while count > 0 { count = recv(descriptor, &piece, piece.count, 0) }
    return count == 0
  }
}
