import HTTPServer

/// Bytes of a connection: heads, bodies by length and in chunks, one after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHead(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  var generator = SeededGenerator(hashing: bytes)
  let limits = generator.next() % 2 == 0 ? ServerLimits() : .tight
  let whole = MessageStream(bytes, limits: limits, bodyLimit: 256)
  let split = MessageStream(
    bytes, splitAt: generator.splits(of: count), limits: limits, bodyLimit: 256)
  precondition(whole == split, "a split changes what is read")
  for message in whole.messages { check(message, limits) }
  return 0
}

/// What holds for each head that is accepted, found out in another way than the parser does.
private func check(_ message: MessageStream.Message, _ limits: ServerLimits) {
  let head = message.head
  precondition(message.bytes.count == head.length && head.fields.count <= limits.headerCount)
  precondition(message.body.count <= 256)
  var lines = 0
  for (index, byte) in message.bytes.enumerated() where byte < 0x20 || byte == 0x7f {
    switch byte {
    case 0x0a: precondition(index > 0 && message.bytes[index - 1] == 0x0d, "a bare LF is accepted")
    case 0x0d:
      precondition(message.bytes[index + 1] == 0x0a, "a bare CR is accepted")
      lines += 1
    case 0x09: precondition(lines > 0, "a tab in the request line is accepted")
    default: preconditionFailure("a control character is accepted")
    }
  }
  let skipped = message.bytes[0] == 0x0d ? 1 : 0
  precondition(lines == head.fields.count + 2 + skipped, "a line was lost")
  let names = head.fields.map { message.text($0.name)?.lowercased() ?? "" }
  let encodings = names.filter { $0 == "transfer-encoding" }.count
  let lengths = names.filter { $0 == "content-length" }.count
  precondition(encodings + lengths <= 1, "the framing is ambiguous")
  precondition((head.framing == .chunked) == (encodings == 1), "chunks without Transfer-Encoding")
  let hosts = names.filter { $0 == "host" }.count
  precondition(hosts == 1 || hosts == 0 && head.minorVersion == 0, "there is not one Host")
}
