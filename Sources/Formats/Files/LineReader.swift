import Glibc

/// Reads a text file line by line through one buffer; lines have a bounded length.
final class LineReader {
  /// The longest line that is read; longer ones are refused rather than held in memory.
  static let lengthLimit = 64 << 20

  /// The number of the line read last, from 1.
  private(set) var number = 0

  private let stream: ByteStream
  private var buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var isFinished = false

  init(path: String) throws(FormatError) {
    stream = try ByteStream(path: path)
    buffer = .allocate(byteCount: 1 << 18, alignment: 64)
  }

  deinit { buffer.deallocate() }

  var path: String { stream.path }

  /// The next line without its end (LF or CRLF), nil after the last; valid until the next call.
  func next() throws(FormatError) -> UnsafeRawBufferPointer? {
    var searched = 0
    while true {
      if let line = line(searchedFrom: searched) { return line }
      searched = end - start
      if isFinished { return searched > 0 ? rest() : nil }
      try fill()
    }
  }

  /// An error about the line read last.
  func failure(_ problem: String, cure: String) -> FormatError {
    FormatError(file: path, place: "line \(number)", problem: problem, cure: cure)
  }

  private func line(searchedFrom searched: Int) -> UnsafeRawBufferPointer? {
    guard let base = buffer.baseAddress, end - start > searched,
      let found = memchr(base + start + searched, 0x0A, end - start - searched)
    else { return nil }
    let length = UnsafeRawPointer(found) - (UnsafeRawPointer(base) + start)
    return take(length, skipping: 1)
  }

  private func rest() -> UnsafeRawBufferPointer { take(end - start, skipping: 0) }

  private func take(_ length: Int, skipping separator: Int) -> UnsafeRawBufferPointer {
    var line = UnsafeRawBufferPointer(rebasing: buffer[start..<start + length])
    start += length + separator
    number += 1
    if line.last == 0x0D { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
    // A byte order mark, as spreadsheets write one, is no part of the text.
    if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) {
      line = UnsafeRawBufferPointer(rebasing: line[3...])
    }
    return line
  }

  private func fill() throws(FormatError) {
    if start > 0, let base = buffer.baseAddress {
      memmove(base, base + start, end - start)
      end -= start
      start = 0
    }
    if end == buffer.count { try grow() }
    let count = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
    if count == 0 { isFinished = true }
    end += count
  }

  private func grow() throws(FormatError) {
    guard buffer.count < Self.lengthLimit else {
      number += 1
      throw failure("is longer than \(Self.lengthLimit >> 20) MiB", cure: "write one row a line")
    }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<end]))
    buffer.deallocate()
    buffer = larger
  }
}
