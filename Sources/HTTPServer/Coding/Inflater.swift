/// Takes a coding off a request's body, piece by piece and in constant memory.
///
/// It depends on its input only: any split of the bytes, and any size of the output's pieces, gives the same body or
/// the same failure. One `Inflater` serves one body after another.
package final class Inflater {
  /// What a call moved.
  package struct Step: Equatable, Sendable {
    /// Bytes of the input that were taken.
    package let consumed: Int
    /// Bytes of the output that were written.
    package let produced: Int
  }

  private enum Stage {
    /// Whether `deflate` means zlib's format or none shows in the first two bytes.
    case undecided(first: UInt8?)
    case inflating
    /// Behind a gzip member: the end, or another one.
    case betweenMembers
    case ended
  }

  /// Bytes of input between two looks at the ratio.
  ///
  /// They are counted from the first byte, not from a call's, so
  /// that the split does not matter; at deflate's utmost ratio they make 1 MB.
  private static let stride = 1024

  private let stream = InflateStream()
  private let ratio: Int
  private let allowance: Int
  private var bodyLimit = 0
  private var coding = ContentCoding.gzip
  private var stage = Stage.ended
  private var consumed = 0
  private var produced = 0
  private var nextLook = 0
  /// Whether zlib may know more output than there was room for.
  private var holdsOutput = false

  /// Creates an inflater; it needs a `begin` before its first body.
  package init(limits: ServerLimits) {
    ratio = limits.inflationRatio
    allowance = limits.inflationAllowance
  }

  /// Begins a body; whatever came of the one before is forgotten.
  ///
  /// - Parameter bodyLimit: bytes of the inflated body at most.
  package func begin(_ coding: ContentCoding, bodyLimit: Int) {
    self.coding = coding
    self.bodyLimit = bodyLimit
    stage = coding == .gzip ? .inflating : .undecided(first: nil)
    if coding == .gzip { stream.reset(.gzip) }
    consumed = 0
    produced = 0
    nextLook = Self.stride
    holdsOutput = false
  }

  /// Inflates as far as input and room reach; what is not consumed comes again with the next call.
  ///
  /// A call that fills the output may leave more behind: all is there when the input is consumed and room was left.
  /// - Parameter output: not empty.
  /// - Throws: 400 for what is corrupt or follows the end, 413 beyond the limit on size or ratio.
  package func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(HTTPFailure) -> Step {
    precondition(!output.isEmpty, "inflating needs room")
    var taken = 0
    var filled = 0
    while filled < output.count {
      try lookAtRatio()
      let piece = UnsafeRawBufferPointer(
        rebasing: input[taken..<min(input.count, taken + nextLook - consumed)])
      guard !piece.isEmpty || holdsOutput else { break }
      let step = try advance(piece, UnsafeMutableRawBufferPointer(rebasing: output[filled...]))
      taken += step.consumed
      filled += step.produced
    }
    return Step(consumed: taken, produced: filled)
  }

  /// Ends the body: all of its input was given.
  ///
  /// - Throws: 400 where it is cut short, 413 where its ratio is too high.
  package func finish() throws(HTTPFailure) {
    try checkRatio()
    switch stage {
    case .betweenMembers, .ended: return
    case .undecided, .inflating: throw .malformed("The body's coding is cut short.")
    }
  }

  private func advance(
    _ piece: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(HTTPFailure) -> Step {
    switch stage {
    case .undecided(let first):
      decide(first, piece[0])
      consumed += 1
      return Step(consumed: 1, produced: 0)
    case .ended: throw .malformed("Bytes follow the end of the body's coding.")
    case .betweenMembers:
      // RFC 1952, section 2.2: members may follow each other.
      stream.reset(.gzip)
      stage = .inflating
    case .inflating: break
    }
    return try inflateOnce(piece, output)
  }

  private func inflateOnce(
    _ piece: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(HTTPFailure) -> Step {
    let result = stream.inflate(piece, into: output)
    consumed += result.consumed
    produced += result.produced
    holdsOutput = result.outcome == .progress && result.produced == output.count
    guard produced <= bodyLimit else { throw .bodyTooLarge(bodyLimit) }
    switch result.outcome {
    case .end: stage = coding == .gzip ? .betweenMembers : .ended
    case .corrupt: throw .malformed("The body is not sound in its coding.")
    case .outOfMemory: throw HTTPFailure(status: 503, detail: "There is no memory to inflate the body.")
    case .progress:
      guard result.consumed > 0 || result.produced > 0 || piece.isEmpty else {
        throw .malformed("The body is not sound in its coding.")
      }
    }
    return Step(consumed: result.consumed, produced: result.produced)
  }

  /// Looks for the header of RFC 1950; no encoder begins a raw stream in a way that looks like one.
  private func decide(_ first: UInt8?, _ byte: UInt8) {
    guard let first else { return stage = .undecided(first: byte) }
    stage = .inflating
    let isZlib = first & 0x0f == 8 && first >> 4 <= 7 && (Int(first) << 8 | Int(byte)) % 31 == 0
    stream.reset(isZlib ? .zlib : .raw)
    if isZlib {
      var header = (first, byte)
      var nothing: UInt8 = 0
      // The header makes no output.
      withUnsafeBytes(of: &header) { header in
        withUnsafeMutableBytes(of: &nothing) { _ = stream.inflate(header, into: $0) }
      }
    } else {
      stream.prime(first, byte)
      holdsOutput = true
    }
  }

  /// Looks once all output of the input so far is out, where that input is a multiple of the stride.
  private func lookAtRatio() throws(HTTPFailure) {
    guard consumed == nextLook, !holdsOutput else { return }
    try checkRatio()
    nextLook += Self.stride
  }

  private func checkRatio() throws(HTTPFailure) {
    guard produced <= allowance + ratio * consumed else {
      throw HTTPFailure(
        status: 413,
        detail: "The body inflates to more than \(ratio) times its size, beyond the first \(allowance) bytes."
      )
    }
  }
}
