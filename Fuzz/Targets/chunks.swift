import HTTPServer

private let head = Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

/// A body in the chunked coding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChunks(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let body = Array(UnsafeBufferPointer(start: data, count: count))
  var generator = SeededGenerator(hashing: body)
  let limits = generator.next() % 2 == 0 ? ServerLimits() : .tight
  let message = head + body
  let whole = MessageStream(message, limits: limits, bodyLimit: 300)
  let splits = generator.splits(of: count).map { head.count + $0 }
  precondition(
    MessageStream(message, splitAt: splits, limits: limits, bodyLimit: 300) == whole,
    "a split changes what is read")
  guard let first = whole.messages.first else { preconditionFailure("a plain head is refused") }
  precondition(first.body.count <= 300, "more is decoded than allowed")
  precondition(first.body.count < max(1, count), "more is decoded than was sent")
  if whole.completed > 0 {
    checkFraming(body, limits)
    encodeAgain(first.body)
  }
  return 0
}

/// What stands around the data of an accepted body holds no control character but line ends and tabs.
private func checkFraming(_ body: [UInt8], _ limits: ServerLimits) {
  var decoder = ChunkedDecoder(bodyLimit: 300, limits: limits)
  var position = 0
  while let step = try? body[position...].withUnsafeBytes({ try decoder.next($0) }) {
    switch step {
    case .data(let count): position += count
    case .framing(let count), .end(let count):
      let framing = body[position..<position + count]
      precondition(framing.suffix(2).elementsEqual([0x0d, 0x0a]), "framing does not end a line")
      precondition(
        framing.dropLast(2).allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }, "a control character")
      position += count
      if case .end = step { return }
    case .needsMore: return
    }
  }
}

/// What was decoded and is encoded again, in one chunk, decodes to the same.
private func encodeAgain(_ body: [UInt8]) {
  let size =
    body.isEmpty ? [] : Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n".utf8)
  let bytes = size + Array("0\r\n\r\n".utf8)
  var decoder = ChunkedDecoder(bodyLimit: 300, limits: ServerLimits())
  var decoded: [UInt8] = []
  var position = 0
  while position < bytes.count {
    let rest = Array(bytes[position...])
    switch try? rest.withUnsafeBytes({ try decoder.next($0) }) {
    case .framing(let count), .end(let count): position += count
    case .data(let count):
      decoded += rest[..<count]
      position += count
    case .needsMore, nil: preconditionFailure("a plain chunk is refused")
    }
  }
  precondition(decoded == body, "a chunk decodes to something else")
}
