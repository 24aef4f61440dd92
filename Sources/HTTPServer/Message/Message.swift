/// A request's bytes together with what was found in them.
struct Message {
  /// The message's first byte; the head's ranges count from here.
  let start: UnsafeRawPointer
  let head: RequestHead
  let parameters: RouteParameters
  var body: UnsafeRawBufferPointer
  let session: TLSSession?
  /// The id that the server made for the request.
  let identity: RequestIdentity
  /// Bytes that a client's own id may have.
  let identityLimit: Int

  func bytes(_ range: ByteRange) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start + Int(range.start), count: Int(range.count))
  }

  func text(_ range: ByteRange) -> String { String(decoding: bytes(range), as: UTF8.self) }

  func text(decoding range: ByteRange) -> String {
    head.pathIsEncoded ? PercentEncoding.decode(bytes(range)) : text(range)
  }

  /// Lines of the field with a name in lower case.
  func fields(_ name: StaticString) -> some Sequence<HeaderField> & LazySequenceProtocol {
    head.fields.lazy.filter { FieldName.matches(bytes($0.name), name) }
  }

  func header(_ name: StaticString) -> String? {
    var result: String?
    for field in fields(name) {
      let value = text(field.value)
      result = result.map { "\($0), \(value)" } ?? value
    }
    return result
  }
}

extension LazySequenceProtocol {
  var first: Element? { first { _ in true } }
}
