import HTTPServer

private let router = Router([
  Route(.get, "/files/{name}", action: 1), Route(.get, "/{first}/{second}", action: 2),
])

/// A request target, a Host and another field's value, one behind the other with line feeds between them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTarget(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let parts = UnsafeBufferPointer(start: data, count: count)
    .split(separator: 0x0a, maxSplits: 2, omittingEmptySubsequences: false)
  let host = parts.count > 1 ? Array(parts[1]) : Array("a".utf8)
  let value = parts.count > 2 ? Array(parts[2]) : []
  let bytes =
    Array("GET ".utf8) + parts[0] + Array(" HTTP/1.1\r\nHost: ".utf8) + host + Array("\r\nX: ".utf8) + value
    + Array("\r\n\r\n".utf8)
  var generator = SeededGenerator(hashing: bytes)
  let whole = MessageStream(bytes, limits: ServerLimits(), bodyLimit: 0)
  let split = MessageStream(
    bytes, splitAt: generator.splits(of: bytes.count), limits: ServerLimits(), bodyLimit: 0)
  precondition(whole == split, "a split changes what is read")
  // Others can only stand in what was to be a value.
  if let first = whole.messages.first { check(first) }
  return 0
}

/// No accepted path leads out of its folder, and no parameter of a route does.
private func check(_ message: MessageStream.Message) {
  // HTTP/1.0 alone may leave the host out.
  let host = message.text(message.head.host) ?? (message.head.minorVersion == 0 ? "none" : "")
  guard let path = message.text(message.head.path), path.utf8.first == UInt8(ascii: "/"), !host.isEmpty else {
    preconditionFailure("a request without a path or a host is accepted")
  }
  precondition(path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "a path holds a raw octet")
  precondition(!host.utf8.contains { "@/?#\\ ,\"<>".utf8.contains($0) && $0 != UInt8(ascii: ",") })
  if let query = message.text(message.head.query) {
    precondition(query.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") })
  }
  guard case .found(_, let parameters) = router.match(.get, path) else { return }
  for parameter in parameters {
    precondition(
      !parameter.utf8.contains { $0 < 0x20 || $0 == 0x7f }, "a parameter holds a control character")
    let segments = parameter.split { $0 == "/" || $0 == "\\" }
    precondition(!segments.contains { $0 == "." || $0 == ".." }, "a parameter leads out of its folder")
  }
}
