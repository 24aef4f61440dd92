import HTTPServer

private let limits = {
  var limits = ServerLimits()
  limits.inflationRatio = 8
  limits.inflationAllowance = 256
  return limits
}()
private let bodyLimit = 3000
// libFuzzer calls from one thread only.
nonisolated(unsafe) private let inflater = Inflater(limits: limits)

private struct Inflated: Equatable {
  var body: [UInt8] = []
  var failure: HTTPFailure?
}

/// A coded body; whether its first byte is even says that it is gzip, not deflate.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGzip(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count).dropFirst())
  let coding = (data?.pointee ?? 0) % 2 == 0 ? ContentCoding.gzip : .deflate
  var generator = SeededGenerator(hashing: bytes)
  let whole = inflate(bytes, coding, splitAt: [], room: bodyLimit + 1)
  let pieces = inflate(
    bytes, coding, splitAt: generator.splits(of: bytes.count), room: Int(generator.next() % 300 + 1))
  precondition(whole == pieces, "a split changes what is inflated")
  precondition(whole.body.count <= min(bodyLimit, 256 + 8 * bytes.count), "more is inflated than allowed")
  return 0
}

private func inflate(_ bytes: [UInt8], _ coding: ContentCoding, splitAt splits: [Int], room: Int) -> Inflated
{
  var result = Inflated()
  inflater.begin(coding, bodyLimit: bodyLimit)
  do {
    var start = 0
    for end in splits + [bytes.count] {
      try append(Array(bytes[start..<end]), room, to: &result.body)
      start = end
    }
    try inflater.finish()
  } catch {
    return Inflated(failure: error as? HTTPFailure ?? HTTPFailure(status: 0, detail: "\(error)"))
  }
  return result
}

/// Inflates all of a piece, with so much room for the output at a time.
private func append(_ piece: [UInt8], _ room: Int, to body: inout [UInt8]) throws {
  var rest = piece
  var output = [UInt8](repeating: 0, count: room)
  var isFull = true
  while isFull {
    let step = try rest.withUnsafeBytes { input in
      try output.withUnsafeMutableBytes { try inflater.inflate(input, into: $0) }
    }
    body += output[..<step.produced]
    rest = Array(rest[step.consumed...])
    isFull = step.produced == room
  }
  precondition(rest.isEmpty, "room was left and input, too")
}
