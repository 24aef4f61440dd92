import Glibc

/// An answer's body that is read from a file while it is sent: stretches of the file, with text around them.
///
/// It holds one descriptor and no bytes of the file.
final class FileBody {
  enum Stretch: Equatable {
    case text([UInt8])
    case file(Range<Int>)

    var count: Int {
      switch self {
      case .text(let bytes): bytes.count
      case .file(let range): range.count
      }
    }
  }

  /// How far a call came.
  enum Progress: Equatable {
    case moved(Int)
    case end
    /// The file is shorter than it was, or cannot be read; what was promised cannot be sent.
    case broken
  }

  /// Bytes in all.
  let count: Int
  /// What stands between the parts, where there are several.
  let boundary: String?
  private let file: OpenFile
  private var stretches: ArraySlice<Stretch>
  private var offset = 0

  init(_ file: OpenFile, _ stretches: [Stretch], boundary: String? = nil) {
    self.file = file
    self.stretches = stretches.filter { $0.count > 0 }[...]
    self.boundary = boundary
    count = stretches.reduce(0) { $0 + $1.count }
  }

  /// Appends the next bytes, `limit` at most.
  func fill(_ output: ByteBuffer, limit: Int) -> Progress {
    guard let stretch = stretches.first else { return .end }
    let wanted = min(stretch.count - offset, limit)
    output.reserve(wanted)
    switch stretch {
    case .text(let bytes): bytes[offset..<offset + wanted].withUnsafeBytes { output.append($0) }
    case .file(let range):
      let count = file.read(into: output.tail, count: wanted, at: range.lowerBound + offset)
      guard count > 0 else { return .broken }
      output.grow(count)
      return moved(count)
    }
    return moved(wanted)
  }

  /// Hands the next bytes of the file to a socket inside the kernel; nil where they must be read first.
  ///
  /// - Returns: what `sendfile` returned; 0 where the file is shorter than it was.
  func send(to socket: Int32, limit: Int) -> Int? {
    guard file.usesSendfile, case .file(let range)? = stretches.first else { return nil }
    var position = off_t(range.lowerBound + offset)
    let count = sendfile(socket, file.descriptor, &position, min(range.count - offset, limit))
    if count > 0 { _ = moved(count) }
    return count
  }

  var isAtEnd: Bool { stretches.isEmpty }

  private func moved(_ count: Int) -> Progress {
    offset += count
    if let stretch = stretches.first, offset == stretch.count {
      stretches.removeFirst()
      offset = 0
    }
    return .moved(count)
  }
}

/// A regular file that is open for reading; letting go of it closes it.
final class OpenFile {
  let descriptor: Int32
  let size: Int
  /// Nanoseconds since 1970.
  let modified: Int
  let inode: UInt64
  /// Whether `sendfile` may be used.
  let usesSendfile: Bool

  /// Takes a descriptor over; nil, and closed, where it is no regular file.
  init?(_ descriptor: Int32, usesSendfile: Bool = true) {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    self.usesSendfile = usesSendfile
    size = Int(facts.st_size)
    // File systems know times that do not fit: before 1970, and after 2262.
    let seconds = min(max(Int(facts.st_mtim.tv_sec), 0), Int.max / 1_000_000_000 - 1)
    modified = seconds * 1_000_000_000 + Int(facts.st_mtim.tv_nsec)
    inode = UInt64(facts.st_ino)
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes; 0 at the end or where it fails.
  func read(into buffer: UnsafeMutableRawPointer, count: Int, at offset: Int) -> Int {
    while true {
      let result = pread(descriptor, buffer, count, off_t(offset))
      if result >= 0 || errno != EINTR { return max(0, result) }
    }
  }

  /// Reads all of it, at most the size that it had when it was opened; nil where it is shorter now.
  func contents() -> [UInt8]? {
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while filled < size, let base = buffer.baseAddress {
        let read = read(into: base + filled, count: size - filled, at: filled)
        guard read > 0 else { break }
        filled += read
      }
      count = filled
    }
    return filled == size ? bytes : nil
  }
}
