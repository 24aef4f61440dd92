import Glibc

/// A blocking socket that sends exactly the bytes it is told to.
final class RawClient {
  struct Failure: Error {
    let call: String
    let number: Int32
  }

  struct Response {
    let status: Int
    let head: String
    let body: String

    /// Value of a header field, by its lower-case name.
    func header(_ name: String) -> String? {
      for line in head.split(separator: "\r\n").dropFirst() {
        guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
        return String(line[line.index(after: colon)...].drop { $0 == " " })
      }
      return nil
    }
  }

  let descriptor: Int32
  private var received: [UInt8] = []

  /// Connects; a read fails after ten seconds without a byte.
  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    if var receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
    }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    try Self.reach(port, by: descriptor)
  }

  /// Connects a socket to a port of this machine.
  static func reach(_ port: UInt16, by descriptor: Int32) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(call: "connect", number: errno) }
  }

  /// Takes over a connected socket.
  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { Glibc.close(descriptor) }

  /// Sends text, whole or byte by byte; a server that has closed is no error here.
  func send(_ text: String, byteByByte: Bool = false) {
    send(Array(text.utf8), byteByByte: byteByByte)
  }

  func send(_ bytes: [UInt8], byteByByte: Bool = false) {
    let step = byteByByte ? 1 : max(1, bytes.count)
    for start in stride(from: 0, to: bytes.count, by: step) {
      bytes[start..<min(start + step, bytes.count)].withUnsafeBytes {
        _ = Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
    }
  }

  /// Sends a GET with a Host field.
  func get(_ path: String, _ fields: String = "") {
    send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
  }

  /// Says that nothing more will be sent.
  func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads one answer; its body by Content-Length, none after a HEAD or a 1xx.
  func response(toHead: Bool = false) throws -> Response {
    var end = headEnd
    while end == nil {
      guard try receive() else { throw Failure(call: "recv: closed within a head", number: 0) }
      end = headEnd
    }
    let head = String(decoding: received[..<(end ?? 0)], as: UTF8.self)
    received.removeFirst(end ?? 0)
    let status = Int(head.dropFirst(9).prefix(3)) ?? 0
    let bare = Response(status: status, head: head, body: "")
    let length = toHead ? 0 : Int(bare.header("content-length") ?? "0") ?? 0
    while received.count < length {
      guard try receive() else { throw Failure(call: "recv: closed within a body", number: 0) }
    }
    let body = String(decoding: received[..<length], as: UTF8.self)
    received.removeFirst(length)
    return Response(status: status, head: head, body: body)
  }

  /// Reads until the server closes, and returns what came; a reset counts as closed.
  func rest() throws -> String {
    do { while try receive() {} } catch let failure as Failure where failure.number == ECONNRESET {}
    return String(decoding: received, as: UTF8.self)
  }

  private var headEnd: Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard received.count >= 4 else { return nil }
    return (0...received.count - 4).first { received[$0..<$0 + 4].elementsEqual(mark) }.map { $0 + 4 }
  }

  /// Whether something came before the end.
  private func receive() throws -> Bool {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &piece, piece.count, 0)
    guard count >= 0 else { throw Failure(call: "recv", number: errno) }
    received += piece[..<count]
    return count > 0
  }
}
