import CZlib

/// Unpacks a gzip stream piece by piece (RFC 1952), several members one after the other too.
final class Gunzip {
  private let path: String
  // Allocated, because zlib remembers the stream's address.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the stream stands between two members, where it may end.
  private var isAtEnd = true
  private var hasMember = false
  /// Whether zlib may hold unpacked bytes back because the last buffer was full.
  private var holdsBytes = false

  init(path: String) {
    self.path = path
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, 16 for a gzip header.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has memory and the version that it was built for")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Gives the next packed bytes, which stay valid until they are used up.
  func feed(_ bytes: UnsafeRawBufferPointer) {
    let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    stream.pointee.avail_in = UInt32(bytes.count)
  }

  /// Unpacks what it can; 0 when it needs more packed bytes.
  func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(clamping: buffer.count)
    let room = stream.pointee.avail_out
    while stream.pointee.avail_in > 0 || holdsBytes, stream.pointee.avail_out == room {
      try inflateOnce()
    }
    return Int(room - stream.pointee.avail_out)
  }

  private func inflateOnce() throws(FormatError) {
    isAtEnd = isAtEnd && stream.pointee.avail_in == 0
    let status = inflate(stream, Z_NO_FLUSH)
    holdsBytes = stream.pointee.avail_out == 0 && status == Z_OK
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      isAtEnd = true
      hasMember = true
      inflateReset(stream)
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
      throw damaged(
        hasMember ? "bytes that are not gzip follow its end (\(reason))" : "is not sound gzip (\(reason))")
    }
  }

  /// Checks, at the end of the file, that the last member was whole.
  func finish() throws(FormatError) {
    if !hasMember && isAtEnd { throw damaged("is empty where gzip is expected") }
    if !isAtEnd { throw damaged("the gzip stream is cut short") }
  }

  private func damaged(_ problem: String) -> FormatError {
    FormatError(file: path, problem: problem, cure: "copy or pack the file again")
  }
}
