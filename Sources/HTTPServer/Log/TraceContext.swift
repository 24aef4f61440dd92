/// The trace that a request belongs to, as its client says (W3C Trace Context, section 3.2).
package struct TraceContext: Equatable, Sendable {
  /// First and last half of the trace's id.
  private let trace: (high: UInt64, low: UInt64)
  private let parent: UInt64
  /// Flags as sent; the lowest bit means that the client may have recorded its side.
  package let flags: UInt8

  /// Reads the value of a `traceparent` field; nil if it is not valid, which makes it void (section 3.2.2).
  ///
  /// Of a version after 00 only what 00 has is read (section 3.2.4).
  package init?(_ value: UnsafeRawBufferPointer) {
    guard value.count >= Self.length, let version = Self.number(value, 0, 2), version != 0xff,
      value.count == Self.length || (version > 0 && value[Self.length] == UInt8(ascii: "-")),
      value[2] == UInt8(ascii: "-"), value[35] == UInt8(ascii: "-"), value[52] == UInt8(ascii: "-"),
      let high = Self.number(value, 3, 16), let low = Self.number(value, 19, 16), high | low != 0,
      let parent = Self.number(value, 36, 16), parent != 0, let flags = Self.number(value, 53, 2)
    else { return nil }
    trace = (high, low)
    self.parent = parent
    self.flags = UInt8(truncatingIfNeeded: flags)
  }

  /// Id of the whole trace: 32 hexadecimal digits.
  package var traceID: String { text { $0.append(hexadecimal: trace.high, trace.low) } }
  /// Id of the client's span: 16 hexadecimal digits.
  package var parentID: String { text { $0.append(hexadecimal: parent) } }
  /// Whether the client may have recorded its side.
  package var isSampled: Bool { flags & 1 == 1 }

  /// Whether both name the same span.
  package static func == (a: TraceContext, b: TraceContext) -> Bool {
    a.trace == b.trace && a.parent == b.parent && a.flags == b.flags
  }

  func appendTraceID(to output: ByteBuffer) { output.append(hexadecimal: trace.high, trace.low) }
  func appendParentID(to output: ByteBuffer) { output.append(hexadecimal: parent) }

  private func text(_ write: (ByteBuffer) -> Void) -> String {
    let buffer = ByteBuffer(capacity: 32)
    write(buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// Bytes of a value of version 00.
  private static let length = 55

  /// Reads hexadecimal digits, 16 at most; those in upper case are not valid.
  private static func number(_ value: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64? {
    var number: UInt64 = 0
    for index in start..<start + count {
      let isUpperCase = value[index] &- UInt8(ascii: "A") < 26
      guard !isUpperCase, let digit = PercentEncoding.value(value[index]) else { return nil }
      number = number << 4 | UInt64(digit)
    }
    return number
  }
}

extension ByteBuffer {
  /// Appends a number as 16 hexadecimal digits.
  func append(hexadecimal number: UInt64) {
    reserve(16)
    for index in 0..<16 {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * index)) & 15
      (tail + index).storeBytes(
        of: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10, as: UInt8.self)
    }
    grow(16)
  }

  /// Appends two numbers as 32 hexadecimal digits.
  func append(hexadecimal high: UInt64, _ low: UInt64) {
    append(hexadecimal: high)
    append(hexadecimal: low)
  }
}
