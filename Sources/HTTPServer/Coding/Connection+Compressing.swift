extension Connection {
  /// Remembers whether the client prefers gzip: the head may be gone when the answer comes.
  func noteAcceptedCoding(_ head: RequestHead) {
    guard let start = input?.bytes.baseAddress else { return }
    current.prefersGzip = AcceptEncoding.prefersGzip(head, in: start)
  }

  /// Writes an answer into the output, compressed where that pays and the client prefers it.
  func writeCoded(_ answer: Answer, _ connection: ConnectionField, into output: ByteBuffer) {
    let applies = AnswerCompression.applies(to: answer, limits: loop.limits)
    if applies, current.prefersGzip, writeCompressed(answer, connection, into: output) { return }
    ResponseWriter.write(
      answer, isHead: current.isHead, connection: connection, date: loop.date, vary: applies,
      identity: answerIdentity, into: output)
  }

  /// False where compressing would not make the body smaller.
  private func writeCompressed(
    _ answer: Answer, _ connection: ConnectionField, into output: ByteBuffer
  ) -> Bool {
    let deflater = loop.codings.takeDeflater()
    let gzip = loop.pool.take()
    defer {
      loop.codings.give(deflater)
      loop.pool.give(gzip)
    }
    deflater.begin()
    deflater.append(answer.body, .finish, to: gzip)
    guard gzip.count < answer.body.count else { return false }
    ResponseWriter.write(
      answer, gzip: UnsafeRawBufferPointer(gzip.bytes), isHead: current.isHead, connection: connection,
      date: loop.date, identity: answerIdentity, into: output)
    return true
  }
}
