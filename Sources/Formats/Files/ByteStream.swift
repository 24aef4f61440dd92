import Glibc

/// Reads a file from its start to its end, unpacking it when its name ends in `.gz`.
final class ByteStream {
  let path: String
  private let descriptor: CInt
  private var gunzip: Gunzip?
  private let packed: UnsafeMutableRawBufferPointer

  init(path: String) throws(FormatError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    packed = .allocate(byteCount: 1 << 17, alignment: 64)
    guard descriptor >= 0 else { throw .system("open the file", path) }
    gunzip = path.hasSuffix(".gz") ? Gunzip(path: path) : nil
  }

  deinit {
    packed.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Fills the start of `buffer`; returns the number of bytes, 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    guard let gunzip else { return try readFile(into: buffer) }
    while true {
      let count = try gunzip.unpack(into: buffer)
      if count > 0 { return count }
      let more = try readFile(into: packed)
      if more == 0 {
        try gunzip.finish()
        return 0
      }
      gunzip.feed(UnsafeRawBufferPointer(rebasing: packed[..<more]))
    }
  }

  /// Reads exactly as many bytes as `buffer` holds, or as many as there are.
  func readAll(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    var total = 0
    while total < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[total...]))
      if count == 0 { break }
      total += count
    }
    return total
  }

  private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .system("read the file", path) }
    }
  }
}
