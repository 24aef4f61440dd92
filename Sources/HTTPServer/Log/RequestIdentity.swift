/// An id that the server made for a request: 128 bits.
struct RequestIdentity: Equatable, Sendable {
  var high: UInt64 = 0
  var low: UInt64 = 0

  /// 32 hexadecimal digits.
  func append(to output: ByteBuffer) { output.append(hexadecimal: high, low) }
}

/// Makes ids that do not repeat: a loop's random half, and a counter that a permutation scatters.
///
/// They name requests and keep no secret: whoever has two ids of a loop can count the requests between them.
struct RequestIdentityGenerator: Sendable {
  private let loop: UInt64
  private var state: UInt64

  /// - Parameters:
  ///   - loop: random, so that loops and processes do not meet.
  ///   - start: where the counter begins; random, so that processes do not meet.
  init(loop: UInt64, start: UInt64) {
    self.loop = loop
    state = start
  }

  mutating func next() -> RequestIdentity {
    // SplitMix64: a permutation of a counter, so the halves never repeat within 2⁶⁴ requests.
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return RequestIdentity(high: loop, low: mixed ^ (mixed >> 31))
  }
}

/// Reads the id that a client gave its request in `X-Request-Id`.
enum ClientRequestID {
  /// Whether an id may go into answers and logs: letters, digits and a few signs, as many as the limit allows.
  static func isSane(_ bytes: UnsafeRawBufferPointer, limit: Int) -> Bool {
    !bytes.isEmpty && bytes.count <= limit && bytes.allSatisfy(isAllowed)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: ":"),
      UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "@"):
      true
    default: false
    }
  }
}

extension Message {
  /// The client's id, if there is exactly one and it is sane.
  var clientRequestID: UnsafeRawBufferPointer? {
    guard let value = only("x-request-id") else { return nil }
    return ClientRequestID.isSane(value, limit: identityLimit) ? value : nil
  }

  /// What the client says of its trace; nil where that is missing, repeated or not valid.
  var traceContext: TraceContext? { only("traceparent").flatMap { TraceContext($0) } }

  /// The value of a field that is there once.
  private func only(_ name: StaticString) -> UnsafeRawBufferPointer? {
    var found: UnsafeRawBufferPointer?
    for field in head.fields where FieldName.matches(bytes(field.name), name) {
      guard found == nil else { return nil }
      found = bytes(field.value)
    }
    return found
  }
}

extension Request {
  /// Names the request: the client's `X-Request-Id` if it is sane, else an id made here.
  ///
  /// The access log has the same, and so has the answer wherever it carries one.
  package var id: String {
    if let given = message.clientRequestID { return String(decoding: given, as: UTF8.self) }
    let buffer = ByteBuffer(capacity: 32)
    message.identity.append(to: buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// The trace that the request belongs to; nil where the client names none, or not validly.
  package var traceContext: TraceContext? { message.traceContext }
}
