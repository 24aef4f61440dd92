extension Connection {
  /// Whether the route that the head leads to takes its body in pieces.
  var isStreamedRoute: Bool {
    if case .route(let route) = current.destination { loop.routes.bodies[route].isStreamed } else { false }
  }

  /// Hands a request over by its head alone.
  func deliverHead(_ input: ByteBuffer, _ limit: Int) {
    let head = parser.head
    let body = BodyDecoder(head.framing, limit: limit, limits: loop.limits)
    let stream = StreamedExchange(body: body, coding: current.coding, limit: limit)
    stream.owesContinue = head.expectsContinue && !stream.body.isComplete && input.count == head.length
    self.stream = stream
    deadlines.phase = .max
    deliver(input)
  }

  func receiveBody(by receiver: any BodyReceiver) {
    precondition(stream != nil, "the body of a buffered route is in its request")
    guard let stream, stream.receiver == nil else { return }
    stream.receiver = receiver
    beginInflating(stream)
    if stream.owesContinue {
      // Behind the head of the answer a 100 would be taken for its body.
      if stream.answer == nil {
        writeContinue()
        wakeUp()
      }
      stream.owesContinue = false
    }
    readBody(stream)
  }

  func pauseBody() {
    guard let stream, !stream.isPaused else { return }
    stream.isPaused = true
    if stream.receiver != nil { stream.patience = deadlines.phase &- min(deadlines.phase, loop.now) }
    deadlines.phase = .max
  }

  func resumeBody() {
    guard let stream, stream.isPaused else { return }
    stream.isPaused = false
    readBody(stream)
  }

  /// The client's time for the body runs only while the handler wants it; a pause does not grant it anew.
  private func readBody(_ stream: StreamedExchange) {
    guard stream.isReading else { return }
    deadlines.phase = loop.now &+ (stream.patience ?? Nanoseconds.of(loop.limits.bodyTimeout))
    wakeUp()
  }

  /// Has the connection looked at in this turn or the next one.
  func wakeUp() { if !isAdvancing { loop.enqueue(self) } }
}

extension Connection {
  /// Whether bytes of a streamed body are to be read now, for the handler or to be dropped.
  var isReadingStream: Bool {
    guard let stream else { return false }
    return phase == .discarding || stream.isReading
  }

  /// Takes the next step with a streamed body.
  func takeUpBody(_ stream: StreamedExchange) -> Progress {
    if let inflation = stream.inflation, inflation.isPending { return inflate(inflation, for: stream) }
    if stream.body.isComplete { return bodyEnded(stream) }
    guard let input, !input.isEmpty else { return .needsMore }
    let piece = stream.body.decode(input)
    if piece.consumed == 0 && piece.failure == nil { return .needsMore }
    // Before the handler may answer, for with that the request's record is closed.
    noteBody(piece.consumed)
    if phase == .handling, let inflation = stream.inflation {
      keep(piece, of: input, for: inflation)
    } else {
      if phase == .discarding { discard(piece, stream) } else { hand(piece, of: input, to: stream) }
      // The handler may have answered meanwhile, but nothing in its reach drops the input.
      input.consume(piece.consumed)
    }
    releaseEmptyInput()
    guard let failure = piece.failure else { return .complete }
    bodyFailed(failure)
    return .refused
  }

  private func hand(_ piece: BodyDecoder.Piece, of input: ByteBuffer, to stream: StreamedExchange) {
    guard !piece.data.isEmpty else { return }
    streamProgressed()
    let bytes = UnsafeRawBufferPointer(input.bytes)
    stream.receiver?.receive(UnsafeRawBufferPointer(rebasing: bytes[piece.data]))
  }

  private func bodyEnded(_ stream: StreamedExchange) -> Progress {
    deadlines.phase = .max
    guard phase != .discarding else {
      becomeIdle()
      return .complete
    }
    do throws(HTTPFailure) {
      if let inflation = stream.inflation, !inflation.isEmpty { try inflation.inflater.finish() }
    } catch {
      bodyFailed(error)
      return .refused
    }
    let receiver = stream.receiver
    stream.receiver = nil
    receiver?.bodyEnded()
    return .complete
  }

  /// Chunk framing counts as well, so that it cannot be used to hold the connection for nothing.
  private func discard(_ piece: BodyDecoder.Piece, _ stream: StreamedExchange) {
    stream.discardable -= piece.consumed
    if stream.discardable < 0 { bodyFailed(.bodyTooLarge(loop.limits.discardedBody)) }
  }

  /// Ends a body that broke the rules; an answer that was given already stays the last one.
  func bodyFailed(_ failure: HTTPFailure) {
    switch phase {
    case .handling where stream != nil: failStream(failure)
    case .discarding:
      stream = nil
      phase = .closing
    default: break
    }
  }

  /// Refuses the request if it has no answer yet, breaks the connection off if it has, and tells the handler.
  func failStream(_ failure: HTTPFailure, because cause: StreamFailure? = nil) {
    guard let stream else { return }
    let cause = cause ?? .refused(failure)
    guard stream.answer == nil else { return close(cause) }
    self.stream = nil
    loop.statistics.requestEnded()
    refuse(failure)
    stream.tell(cause)
  }
}

extension StreamedExchange {
  /// Tells the handler that it is over; to be called when the connection has forgotten the exchange.
  func tell(_ failure: StreamFailure) {
    receiver?.bodyFailed(failure)
    if answer != nil { source?.answerFailed(failure) }
    receiver = nil
    source = nil
  }
}
