import CZlib
import HTTPServer

/// What came of inflating a body.
enum InflateOutcome: Equatable, Sendable {
  case body([UInt8])
  case failure(Int)

  var status: Int {
    if case .failure(let status) = self { status } else { 200 }
  }
}

extension Inflater {
  /// Inflates a body given in pieces that end at `splits`, with `room` bytes for the output at a time.
  static func outcome(
    _ coded: [UInt8], _ coding: ContentCoding = .gzip, splitAt splits: [Int] = [], room: Int = 4096,
    bodyLimit: Int = 1 << 20, limits: ServerLimits = ServerLimits(), with inflater: Inflater? = nil
  ) -> InflateOutcome {
    let inflater = inflater ?? Inflater(limits: limits)
    inflater.begin(coding, bodyLimit: bodyLimit)
    var body: [UInt8] = []
    do throws(HTTPFailure) {
      var start = 0
      for end in splits + [coded.count] {
        // A fresh allocation each time shows that no address is kept between calls.
        try inflater.write(Array(coded[start..<end]), room: room) { body += $0 }
        start = end
      }
      try inflater.finish()
    } catch {
      return .failure(error.status)
    }
    return .body(body)
  }

  /// Inflates all of a piece into buffers of `room` bytes.
  func write(
    _ piece: [UInt8], room: Int, _ sink: (ArraySlice<UInt8>) -> Void
  ) throws(HTTPFailure) {
    var output = [UInt8](repeating: 0, count: room)
    var taken = 0
    var isFull = true
    while isFull {
      let step = try inflateArray(piece[taken...], &output)
      taken += step.consumed
      sink(output[..<step.produced])
      isFull = step.produced == room
    }
  }

  private func inflateArray(
    _ piece: ArraySlice<UInt8>, _ output: inout [UInt8]
  ) throws(HTTPFailure) -> Step {
    let result = piece.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { output in
        Result { () throws(HTTPFailure) in try inflate(input, into: output) }
      }
    }
    return try result.get()
  }
}

/// Packs bytes with zlib itself: window bits 31 for gzip, 15 for zlib, -15 for neither.
func packed(_ bytes: [UInt8], windowBits: Int32 = 31, level: Int32 = 6) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
  var input = bytes
  let count = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
      return output.count - Int(stream.avail_out)
    }
  }
  return Array(output[..<count])
}

/// Text that is neither random nor constant, the same at each run.
func prose(_ count: Int) -> [UInt8] {
  var state: UInt32 = 7
  let words = ["defer", "expert", "cost", "label", "input", "0.5,", "{\"id\":", "}\n"]
  var text: [UInt8] = []
  while text.count < count {
    state = state &* 1_664_525 &+ 1_013_904_223
    text += Array(words[Int(state >> 24) % words.count].utf8)
    text.append(UInt8(ascii: " "))
  }
  return Array(text[..<count])
}
