/// An IDX file of bytes: a magic number, the length of each dimension, then the elements.
struct IDXFile {
  /// More elements than this are taken for a damaged header.
  private static let countLimit = 1 << 33

  /// The length of each dimension, each at least 1.
  let shape: [Int]
  private let stream: ByteStream

  init(path: String, dimensions: Int, content: String) throws(FormatError) {
    stream = try ByteStream(path: path)
    let magic = try Self.word(stream, "the magic number")
    // 0x08: unsigned bytes; the last byte counts the dimensions.
    guard magic == 0x0800 + dimensions else {
      throw FormatError(
        file: path, place: "byte 0",
        problem: "the magic number is \(magic), IDX \(content) have \(0x0800 + dimensions)",
        cure: "name an IDX file of \(content)")
    }
    var shape: [Int] = []
    for index in 0..<dimensions { shape.append(try Self.word(stream, "the length of dimension \(index)")) }
    self.shape = shape
    try checkShape(path)
  }

  /// Reads the elements and checks that nothing follows them.
  func elements() throws(FormatError) -> [UInt8] {
    let count = shape.reduce(1, *)
    var elements: [UInt8] = []
    var rest = count
    // In pieces, so that a header which promises too much does not take memory for it.
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, 1 << 24), alignment: 64)
    defer { piece.deallocate() }
    while rest > 0 {
      let wanted = UnsafeMutableRawBufferPointer(rebasing: piece[..<min(rest, piece.count)])
      let read = try stream.readAll(into: wanted)
      guard read == wanted.count else {
        throw damaged(
          "is cut short: the header \(shape) promises \(count) elements, \(count - rest + read) are there")
      }
      elements.append(contentsOf: UnsafeRawBufferPointer(wanted))
      rest -= read
    }
    guard try stream.readAll(into: UnsafeMutableRawBufferPointer(rebasing: piece[..<1])) == 0 else {
      throw damaged("more bytes follow the \(count) elements that the header \(shape) promises")
    }
    return elements
  }

  private func checkShape(_ path: String) throws(FormatError) {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= Self.countLimit, product > 0 else {
        throw damaged("the header's shape \(shape) cannot be")
      }
      count = product
    }
  }

  private func damaged(_ problem: String) -> FormatError {
    FormatError(file: stream.path, problem: problem, cure: "copy the file again")
  }

  private static func word(_ stream: ByteStream, _ what: String) throws(FormatError) -> Int {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 4)
    defer { bytes.deallocate() }
    guard try stream.readAll(into: bytes) == 4 else {
      throw FormatError(
        file: stream.path, place: what, problem: "the file ends before it", cure: "copy the file again")
    }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
