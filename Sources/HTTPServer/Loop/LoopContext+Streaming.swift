/// Bodies that arrive in pieces, and answers that leave in pieces.
///
/// All of these ignore a ticket that is spent or whose connection is gone. From another thread, post to `inbox`.
extension LoopContext {
  /// Begins to read the body of a streamed route's request, at once or any time after the request was handed over.
  ///
  /// Until then nothing of it is read, and a client that waits for a 100 gets none: a request can be refused by its
  /// head alone. An answer given before the body's end lets the receiver go; a short rest of the body is read and
  /// dropped, up to `ServerLimits.discardedBody`, and otherwise the connection closes after the answer.
  package func receiveBody(of exchange: Exchange, by receiver: any BodyReceiver) {
    reactor.connection(of: exchange)?.receiveBody(by: receiver)
  }

  /// Stops reading the body, so that the client has to wait once the kernel's buffers are full.
  ///
  /// No further piece comes before `resumeBody`, not even of what a coded piece inflates to.
  package func pauseBody(of exchange: Exchange) {
    reactor.connection(of: exchange)?.pauseBody()
  }

  /// Reads the body again after a pause.
  package func resumeBody(of exchange: Exchange) {
    reactor.connection(of: exchange)?.resumeBody()
  }

  /// Begins an answer whose body follows in pieces.
  ///
  /// Without a length the body goes out in chunks, or to a client of HTTP/1.0 until the connection closes. Where the
  /// answer has no body at all (HEAD, 204, 304) it ends here. The request's time limit counts anew from each piece
  /// that a client takes or sends. For a client that prefers gzip it is compressed, piece by piece, unless its length is
  /// announced, its media type does not compress or its `Cache-Control` says `no-transform`.
  /// - Parameters:
  ///   - status: 200 to 599.
  ///   - contentType: media type; empty for none.
  ///   - headers: the same as of `respond`.
  ///   - length: bytes of the body, if they are known; another number is counted as a `lengthMismatches` of the
  ///     loop's statistics and aborts the answer.
  ///   - source: kept until the exchange ends.
  /// - Returns: whether the body is wanted.
  @discardableResult
  package func begin(
    _ exchange: Exchange, status: Int, contentType: StaticString, headers: [(String, String)] = [],
    length: Int? = nil, source: (any AnswerSource)? = nil
  ) -> Bool {
    precondition(length.map { $0 >= 0 } ?? true, "a length is not negative")
    let head = StreamedHead(status: status, contentType: contentType, headers: headers)
    return reactor.connection(of: exchange)?.begin(head, length: length, source: source) ?? false
  }

  /// Writes the next piece of a streamed answer.
  ///
  /// - Parameter piece: copied before the call returns; may be empty. A source that goes on and on after `.full` is
  ///   aborted at twice `ServerLimits.outputBytes`.
  @discardableResult
  package func write(_ exchange: Exchange, _ piece: UnsafeRawBufferPointer) -> WriteOutcome {
    reactor.connection(of: exchange)?.write(piece) ?? .ended
  }

  /// Writes the next piece of a streamed answer from an array.
  @discardableResult
  package func write(_ exchange: Exchange, _ piece: [UInt8]) -> WriteOutcome {
    piece.withUnsafeBytes { write(exchange, $0) }
  }

  /// Ends a streamed answer.
  package func finish(_ exchange: Exchange) {
    reactor.connection(of: exchange)?.finish()
  }

  /// Closes the connection without an end, so that the client does not take what it has for the whole.
  package func abort(_ exchange: Exchange) {
    reactor.connection(of: exchange)?.abort()
  }

  /// Writes the same bytes whenever a streamed answer has been silent for so many seconds.
  ///
  /// A client that left without a word is noticed by that, too.
  package func keepAlive(_ exchange: Exchange, every seconds: Double, with bytes: [UInt8]) {
    reactor.connection(of: exchange)?.keepAlive(every: seconds, with: bytes)
  }

  /// Whether the server lets open requests finish and takes no new connections.
  package var isDraining: Bool { reactor.drainState.isDraining }
}
