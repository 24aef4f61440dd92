import Glibc

/// Tells why a server could not start.
package enum ServerError: Error, Equatable, CustomStringConvertible {
  /// The text is none of the forms of an address.
  case invalidAddress(String)
  /// The host's name has no address.
  case unknownHost(String)
  /// A system call failed while the address was being bound.
  case cannotListen(address: String, call: String, errno: Int32)
  /// There is a file where a Unix socket should be, and it is none.
  case notASocket(path: String)
  /// Socket activation passed on no socket, or none of that name.
  case nothingInherited(name: String?)
  /// A descriptor that was passed on is no listening stream socket.
  case notListening(descriptor: Int32, name: String)
  /// A system call failed while a loop was being set up.
  case cannotCreateLoop(call: String, errno: Int32)
  /// Certificates or keys cannot be used.
  case invalidCertificates(TLSError)
  /// The server was started before.
  case alreadyStarted

  /// One line that names the fact and the system's reason.
  package var description: String {
    switch self {
    case .invalidAddress(let text):
      "cannot listen on \"\(text)\": write host:port, such as 127.0.0.1:8080, unix:/a/path, or systemd"
    case .unknownHost(let text): "cannot listen on \"\(text)\": the host is not known"
    case .cannotListen(let address, let call, let number):
      "cannot listen on \(address): \(call): \(Self.reason(number))"
    case .notASocket(let path): "cannot listen on unix:\(path): the file is there and is no socket"
    case .nothingInherited(let name?):
      "cannot listen on systemd:\(name): no socket of that name was passed on"
    case .nothingInherited: "cannot listen on systemd: no sockets were passed on"
    case .notListening(let descriptor, let name):
      "cannot listen on systemd:\(name): descriptor \(descriptor) is no listening stream socket (Accept= must be no)"
    case .cannotCreateLoop(let call, let number):
      "cannot start an event loop: \(call): \(Self.reason(number))"
    case .invalidCertificates(let error): error.description
    case .alreadyStarted: "the server was started before"
    }
  }

  static func reason(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
