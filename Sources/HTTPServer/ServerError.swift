import Glibc

/// Tells why a server could not start.
package enum ServerError: Error, Equatable, CustomStringConvertible {
  /// The text is not `host:port`.
  case invalidAddress(String)
  /// The host's name has no address.
  case unknownHost(String)
  /// A system call failed while the address was being bound.
  case cannotListen(address: String, call: String, errno: Int32)
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
      "cannot listen on \"\(text)\": write host:port, such as 127.0.0.1:8080"
    case .unknownHost(let text): "cannot listen on \"\(text)\": the host is not known"
    case .cannotListen(let address, let call, let number):
      "cannot listen on \(address): \(call): \(Self.reason(number))"
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
