/// Takes the chunked coding apart, strictly and incrementally (RFC 9112, section 7.1).
///
/// A pure value: it is shown the bytes that it has not consumed yet and says what they begin with.
package struct ChunkedDecoder: Sendable {
  /// What the bytes begin with.
  package enum Step: Equatable, Sendable {
    /// Nothing that is complete.
    case needsMore
    /// Framing, to be dropped.
    case framing(Int)
    /// Data of the body.
    case data(Int)
    /// The last bytes of the message, to be dropped.
    case end(Int)
  }

  private enum Stage {
    case size
    case data(Int)
    case dataEnd
    case trailers
  }

  private let bodyLimit: Int
  private let lineLimit: Int
  private let extensionLimit: Int
  private let trailerLimit: Int
  private var stage = Stage.size
  private var announced = 0
  private var extensionBytes = 0
  private var trailerBytes = 0

  /// Creates a decoder at the first chunk's size.
  ///
  /// - Parameter bodyLimit: bytes of data at most.
  package init(bodyLimit: Int, limits: ServerLimits) {
    self.bodyLimit = bodyLimit
    lineLimit = limits.chunkLine
    extensionLimit = limits.chunkExtensionBytes
    trailerLimit = limits.trailerBytes
  }

  /// Says what the bytes begin with; that much counts as consumed.
  ///
  /// - Throws: 400, or 413 as soon as a size exceeds the limit, or 431 for the trailers.
  package mutating func next(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Step {
    guard !bytes.isEmpty else { return .needsMore }
    switch stage {
    case .size: return try size(bytes)
    case .data(let remaining):
      let count = min(remaining, bytes.count)
      stage = count == remaining ? .dataEnd : .data(remaining - count)
      return .data(count)
    case .dataEnd: return try dataEnd(bytes)
    case .trailers: return try trailer(bytes)
    }
  }

  private mutating func size(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Step {
    let lineFeed = bytes.prefix(lineLimit + 2).firstIndex(of: UInt8(ascii: "\n"))
    guard let lineFeed else {
      guard bytes.count <= lineLimit + 1 else {
        throw .malformed("A chunk's size line is longer than \(lineLimit) bytes.")
      }
      return .needsMore
    }
    guard lineFeed > 0, bytes[lineFeed - 1] == UInt8(ascii: "\r") else {
      throw .malformed("A chunk's size line ends in LF without CR.")
    }
    let (size, surplus) = try ChunkLine.parse(UnsafeRawBufferPointer(rebasing: bytes[..<(lineFeed - 1)]))
    // RFC 9112, section 7.1.1: else a body of many bytes could be all extensions.
    extensionBytes += surplus
    guard extensionBytes <= extensionLimit else {
      throw .malformed("The chunk extensions are longer than \(extensionLimit) bytes in all.")
    }
    // What cannot be counted fits no limit, not even one that allows everything.
    guard size < .max, size <= bodyLimit - announced else { throw .bodyTooLarge(bodyLimit) }
    announced += size
    stage = size == 0 ? .trailers : .data(size)
    return .framing(lineFeed + 1)
  }

  private mutating func dataEnd(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Step {
    guard bytes[0] == UInt8(ascii: "\r"), bytes.count == 1 || bytes[1] == UInt8(ascii: "\n") else {
      throw .malformed("A chunk's data is not followed by CRLF.")
    }
    guard bytes.count > 1 else { return .needsMore }
    stage = .size
    return .framing(2)
  }

  /// Trailers are checked like header fields and dropped (RFC 9110, section 6.5.1).
  private mutating func trailer(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Step {
    let room = trailerLimit - trailerBytes
    let lineFeed = bytes.prefix(room + 3).firstIndex(of: UInt8(ascii: "\n"))
    guard let lineFeed else {
      guard bytes.count <= room + 2 else { throw trailersTooLarge }
      return .needsMore
    }
    guard lineFeed > 0, bytes[lineFeed - 1] == UInt8(ascii: "\r") else {
      throw .malformed("A trailer line ends in LF without CR.")
    }
    if lineFeed == 1 { return .end(2) }
    guard lineFeed + 1 <= room else { throw trailersTooLarge }
    _ = try FieldLine.parse(UnsafeRawBufferPointer(rebasing: bytes[..<(lineFeed - 1)]))
    trailerBytes += lineFeed + 1
    return .framing(lineFeed + 1)
  }

  private var trailersTooLarge: HTTPFailure {
    HTTPFailure(status: 431, detail: "The trailers are longer than \(trailerLimit) bytes.")
  }
}
