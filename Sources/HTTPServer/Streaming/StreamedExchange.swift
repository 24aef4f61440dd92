/// What a connection keeps for an exchange whose body or answer is streamed; buffered ones have none.
final class StreamedExchange {
  var body: BodyDecoder
  /// Coding of the body.
  let coding: ContentCoding?
  /// Its limit once the coding is off.
  let limit: Int
  /// Held from the moment that somebody wants a coded body.
  var inflation: StreamedInflation?
  /// Who takes the body; nothing is read before there is one.
  var receiver: (any BodyReceiver)?
  /// Whether the receiver wants no more for now; nothing is read meanwhile.
  var isPaused = false
  /// What was left of the client's time for the body when the receiver paused.
  var patience: UInt64?
  /// Whether the client waits for a 100 that nobody has sent yet.
  var owesContinue = false
  /// How the streamed answer is framed, once it has begun.
  var answer: AnswerFraming?
  var source: (any AnswerSource)?
  /// Held while the answer goes out in gzip.
  var deflater: Deflater?
  /// Status of the streamed answer, and its bytes so far with their framing, for the log.
  var status = 0
  var written = 0
  /// Whether the source was told to wait for room.
  var awaitsRoom = false
  var knowsOfDrain = false
  var keepAlive: StreamKeepAlive?
  /// Bytes of an unwanted rest of the body that may still be read only to be dropped.
  var discardable = 0

  init(body: BodyDecoder, coding: ContentCoding? = nil, limit: Int = 0) {
    self.body = body
    self.coding = coding
    self.limit = limit
  }

  /// Whether the body's next bytes are wanted now.
  var isReading: Bool { receiver != nil && !isPaused }

  /// Whether the rest of the body can be dropped so that the connection lives on after an early answer.
  ///
  /// A client that waits for its 100 may send the body or not: what follows could not be told apart.
  func canDiscardRest(_ limits: ServerLimits) -> Bool {
    body.isComplete || !owesContinue && (body.remaining ?? 0) <= limits.discardedBody
  }
}

/// Bytes that are written into a streamed answer whenever it has been silent for a while.
struct StreamKeepAlive {
  let interval: UInt64
  let bytes: [UInt8]
}
