import CZlib

/// One inflate state of zlib, used again and again: a reset keeps its window of 32 KB.
final class InflateStream {
  enum Format: Int32 {
    // zlib's window bits: 16 more for gzip's framing, negative for none.
    case gzip = 31
    case zlib = 15
    case raw = -15
  }

  enum Outcome { case progress, end, corrupt, outOfMemory }

  // Allocated, because zlib remembers the stream's address.
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, Format.gzip.rawValue, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has memory and the version that it was built for")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Begins a new stream of bytes.
  func reset(_ format: Format) { inflateReset2(stream, format.rawValue) }

  /// Puts two bytes in front of a raw stream's input.
  func prime(_ first: UInt8, _ second: UInt8) {
    inflatePrime(stream, 16, CInt(first) | CInt(second) << 8)
  }

  /// Inflates as far as both sides reach.
  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, produced: Int, outcome: Outcome) {
    let (given, room) = stream.connect(input, output)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    let outcome: Outcome =
      switch status {
      case Z_OK, Z_BUF_ERROR: .progress
      case Z_STREAM_END: .end
      case Z_MEM_ERROR: .outOfMemory
      default: .corrupt
      }
    return (Int(given - stream.pointee.avail_in), Int(room - stream.pointee.avail_out), outcome)
  }
}

/// One deflate state of zlib that writes gzip, used again and again: a reset keeps its 256 KB.
final class DeflateStream {
  private let stream: UnsafeMutablePointer<z_stream>

  /// - Parameter level: 1, the fastest, to 9.
  init(level: Int) {
    precondition((1...9).contains(level), "zlib's levels are 1 to 9")
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = deflateInit2_(
      stream, CInt(level), Z_DEFLATED, InflateStream.Format.gzip.rawValue, 8, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has memory and the version that it was built for")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Begins a new stream of bytes.
  func reset() { deflateReset(stream) }

  /// Deflates as far as both sides reach; with room left, all that was asked for is done.
  func deflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, _ flush: Deflater.Flush
  ) -> (consumed: Int, produced: Int) {
    let (given, room) = stream.connect(input, output)
    let mode =
      switch flush {
      case .none: Z_NO_FLUSH
      case .sync: Z_SYNC_FLUSH
      case .finish: Z_FINISH
      }
    // It fails only where input and output leave it nothing to do.
    _ = CZlib.deflate(stream, mode)
    return (Int(given - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
  }
}

extension UnsafeMutablePointer<z_stream> {
  /// Sets input and output, which may be longer than zlib can count; returns the counts that were set.
  fileprivate func connect(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> (given: UInt32, room: UInt32) {
    let given = UInt32(clamping: input.count)
    let room = UInt32(clamping: output.count)
    // zlib reads its input and never writes to it.
    let first = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    pointee.next_in = UnsafeMutablePointer<UInt8>(mutating: first)
    pointee.avail_in = given
    pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    pointee.avail_out = room
    return (given, room)
  }
}
