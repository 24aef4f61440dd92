import HTTPServer

/// Reads what arrives on a connection as the server does, with the pure parser and decoder alone.
struct MessageStream: Equatable {
  struct Message: Equatable {
    let head: RequestHead
    /// The head's bytes, from which its ranges count.
    let bytes: [UInt8]
    var body: [UInt8] = []
  }

  private enum Stage {
    case head
    case length(Int)
    case chunks(ChunkedDecoder)
  }

  /// Messages, the last of which may still lack some of its body.
  private(set) var messages: [Message] = []
  /// Messages whose body is complete as well.
  private(set) var completed = 0
  private(set) var failure: HTTPFailure?
  /// Whether all bytes so far belong to whole messages.
  private(set) var isBetweenMessages = true

  private let limits: ServerLimits
  private let bodyLimit: Int
  private var parser: RequestParser
  private var stage = Stage.head

  /// Shows a fresh stream the bytes up to each split, and then all of them.
  init(_ bytes: [UInt8], splitAt splits: [Int] = [], limits: ServerLimits, bodyLimit: Int) {
    self.limits = limits
    self.bodyLimit = bodyLimit
    parser = RequestParser(limits: limits)
    var consumed = 0
    for end in splits + [bytes.count] {
      // An allocation of their own: what reads beyond them, or keeps their address, shows.
      let piece = Array(bytes[consumed..<end])
      consumed += piece.withUnsafeBytes { take($0) }
      isBetweenMessages = consumed == end && isAtHead
    }
  }

  private var isAtHead: Bool {
    if case .head = stage { true } else { false }
  }

  private mutating func take(_ piece: UnsafeRawBufferPointer) -> Int {
    var position = 0
    while failure == nil, position < piece.count {
      do throws(HTTPFailure) {
        let rest = UnsafeRawBufferPointer(rebasing: piece[position...])
        guard let count = try step(rest) else { return position }
        position += count
      } catch {
        failure = error
      }
    }
    return position
  }

  /// Bytes consumed; nil if more are needed.
  private mutating func step(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Int? {
    switch stage {
    case .head: return try head(bytes)
    case .length(let length):
      let count = min(length, bytes.count)
      messages[messages.count - 1].body += bytes[..<count]
      stage = .length(length - count)
      if count == length { complete() }
      return count
    case .chunks(var decoder):
      let step = try decoder.next(bytes)
      stage = .chunks(decoder)
      switch step {
      case .needsMore: return nil
      case .framing(let count): return count
      case .data(let count):
        messages[messages.count - 1].body += bytes[..<count]
        return count
      case .end(let count):
        complete()
        return count
      }
    }
  }

  private mutating func head(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Int? {
    guard try parser.parse(bytes) else { return nil }
    let head = parser.head
    messages.append(Message(head: head, bytes: Array(bytes[..<head.length])))
    parser.reset()
    switch head.framing {
    case .none, .length(0): complete()
    case .length(let length):
      guard length <= bodyLimit else { throw HTTPFailure(status: 413, detail: "The body is too long.") }
      stage = .length(length)
    case .chunked: stage = .chunks(ChunkedDecoder(bodyLimit: bodyLimit, limits: limits))
    }
    return head.length
  }

  private mutating func complete() {
    stage = .head
    completed += 1
  }

  /// Whether two streams are in the same place, by what they have read.
  static func == (a: MessageStream, b: MessageStream) -> Bool {
    a.messages == b.messages && a.completed == b.completed && a.failure == b.failure
      && a.isBetweenMessages == b.isBetweenMessages
  }
}

extension MessageStream.Message {
  /// The bytes that a range of the head means, as text.
  func text(_ range: ByteRange?) -> String? {
    range.map { String(decoding: bytes[Int($0.start)..<$0.end], as: UTF8.self) }
  }
}

extension ServerLimits {
  /// So low that short messages reach them.
  static var tight: ServerLimits {
    var limits = ServerLimits()
    limits.requestLine = 40
    limits.headerCount = 4
    limits.headerBytes = 80
    limits.chunkLine = 12
    limits.chunkExtensionBytes = 24
    limits.trailerBytes = 24
    return limits
  }
}
