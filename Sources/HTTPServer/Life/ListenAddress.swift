/// An address to listen on, as a configuration writes it.
enum ListenAddress {
  /// `127.0.0.1:8080`, `[::1]:0`, `localhost:80`
  case internet(SocketAddress)
  /// `unix:/run/deferral.sock`; `unix:@name` is a name that is no file.
  case unix(SocketAddress, path: String)
  /// `systemd`, or `systemd:NAME` for the sockets of one name.
  case inherited(name: String?)

  /// - Throws: `ServerError.invalidAddress`, `.unknownHost`
  init(_ text: String) throws(ServerError) {
    if text == "systemd" {
      self = .inherited(name: nil)
    } else if let name = text.after("systemd:") {
      guard !name.isEmpty else { throw .invalidAddress(text) }
      self = .inherited(name: name)
    } else if let path = text.after("unix:") {
      guard let address = SocketAddress(path: path) else { throw .invalidAddress(text) }
      self = .unix(address, path: path)
    } else {
      self = .internet(try SocketAddress(text))
    }
  }
}

extension String {
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
