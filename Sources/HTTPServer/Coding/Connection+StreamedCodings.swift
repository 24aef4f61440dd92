/// What the head of a streamed answer says of its coding.
enum StreamedCoding {
  /// The same for every client.
  case fixed
  /// As it is, but another client might get gzip.
  case identity
  case gzip
}

extension Connection {
  func coding(of head: StreamedHead, _ length: Int?) -> StreamedCoding {
    guard AnswerCompression.applies(to: head, length: length, limits: loop.limits) else { return .fixed }
    return current.prefersGzip && loop.codings.hasStreamDeflater ? .gzip : .identity
  }

  func beginDeflating(_ stream: StreamedExchange) {
    stream.deflater = loop.codings.takeStreamDeflater()
    stream.deflater?.begin()
  }

  /// Writes a piece of a streamed answer in its coding and framing.
  func write(
    _ piece: UnsafeRawBufferPointer, _ flush: Deflater.Flush, of stream: StreamedExchange,
    into output: ByteBuffer
  ) {
    guard let deflater = stream.deflater else {
      stream.answer?.write(piece, into: output)
      return
    }
    let gzip = loop.pool.take()
    defer { loop.pool.give(gzip) }
    deflater.append(piece, flush, to: gzip)
    if !gzip.isEmpty { stream.answer?.write(UnsafeRawBufferPointer(gzip.bytes), into: output) }
  }

  func beginInflating(_ stream: StreamedExchange) {
    guard let coding = stream.coding, !stream.body.isComplete else { return }
    let inflater = loop.codings.takeInflater()
    inflater.begin(coding, bodyLimit: stream.limit)
    stream.inflation = StreamedInflation(inflater)
  }

  /// Leaves a coded piece in the input, without its framing.
  func keep(_ piece: BodyDecoder.Piece, of input: ByteBuffer, for inflation: StreamedInflation) {
    input.remove(from: piece.data.upperBound, to: piece.consumed)
    input.consume(piece.data.lowerBound)
    inflation.note(piece.data.count)
  }

  /// Inflates one buffer full and hands it over; a share of its own, since little input can make much of it.
  func inflate(_ inflation: StreamedInflation, for stream: StreamedExchange) -> Progress {
    let content = loop.pool.take()
    defer { loop.pool.give(content) }
    do throws(HTTPFailure) {
      try inflation.advance(input, into: content)
    } catch {
      bodyFailed(error)
      return .refused
    }
    releaseEmptyInput()
    guard !content.isEmpty else { return .complete }
    streamProgressed()
    stream.receiver?.receive(UnsafeRawBufferPointer(content.bytes))
    return .complete
  }

  /// Gives back what an exchange held; the rest of a coded body goes, or it would be taken for the next request.
  func giveBackCodings(of stream: StreamedExchange) {
    if let inflation = stream.inflation {
      stream.inflation = nil
      input?.consume(inflation.unframed)
      loop.codings.give(inflation.inflater)
    }
    guard let deflater = stream.deflater else { return }
    stream.deflater = nil
    loop.codings.giveBack(deflater)
  }
}
