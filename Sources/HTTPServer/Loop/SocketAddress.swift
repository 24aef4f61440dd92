import CLinux
import Glibc

/// An IPv4 or IPv6 address with its port, or the place of a Unix socket.
struct SocketAddress {
  private var storage = sockaddr_storage()
  private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  /// Reads `127.0.0.1:8080`, `[::1]:0` or `localhost:80`.
  ///
  /// - Throws: `ServerError.invalidAddress`, `.unknownHost`
  init(_ text: String) throws(ServerError) {
    guard let colon = text.lastIndex(of: ":"), UInt16(text[text.index(after: colon)...]) != nil else {
      throw .invalidAddress(text)
    }
    var host = text[..<colon]
    if host.first == "[" && host.last == "]" {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw .invalidAddress(text)
    }
    guard !host.isEmpty else { throw .invalidAddress(text) }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(String(host), String(text[text.index(after: colon)...]), &hints, &found) == 0,
      let first = found, let address = first.pointee.ai_addr
    else { throw .unknownHost(text) }
    defer { freeaddrinfo(found) }
    length = min(first.pointee.ai_addrlen, length)
    withUnsafeMutableBytes(of: &storage) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
  }

  /// A Unix socket's path, or after an `@` its abstract name; nil for what does not fit into an address.
  init?(path: String) {
    let isAbstract = path.hasPrefix("@")
    let bytes = Array(path.utf8.dropFirst(isAbstract ? 1 : 0))
    let room = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
    guard !bytes.isEmpty, bytes.count <= room, !bytes.contains(0) else { return nil }
    storage.ss_family = sa_family_t(AF_UNIX)
    let start = Self.pathOffset + (isAbstract ? 1 : 0)
    withUnsafeMutableBytes(of: &storage) { storage in
      for (index, byte) in bytes.enumerated() { storage[start + index] = byte }
    }
    // A path ends with a zero, an abstract name begins with one.
    length = socklen_t(Self.pathOffset + bytes.count + 1)
  }

  private static let pathOffset = MemoryLayout<sa_family_t>.size

  private init() {}

  /// The address that a socket is bound to.
  static func local(of descriptor: Int32) throws(ServerError) -> SocketAddress {
    var result = SocketAddress()
    let status = withUnsafeMutableBytes(of: &result.storage) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { getsockname(descriptor, $0.baseAddress, &result.length) }
    }
    guard status == 0 else { throw .cannotListen(address: "?", call: "getsockname", errno: errno) }
    return result
  }

  var family: Int32 { Int32(storage.ss_family) }

  func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  /// The address as text that can be connected to.
  var text: String {
    if family == AF_UNIX { return "unix:\(path)" }
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let status = withSockaddr { address, length in
      getnameinfo(
        address, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
        NI_NUMERICHOST | NI_NUMERICSERV)
    }
    guard status == 0 else { return "?" }
    let name = Self.string(host)
    return family == AF_INET6 ? "[\(name)]:\(Self.string(port))" : "\(name):\(Self.string(port))"
  }

  private var path: String {
    withUnsafeBytes(of: storage) { storage in
      let bytes = storage[Self.pathOffset..<max(Self.pathOffset, Int(length))]
      guard bytes.first == 0 else { return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
      return "@" + String(decoding: bytes.dropFirst(), as: UTF8.self)
    }
  }

  private static func string(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
