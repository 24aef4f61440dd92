extension Connection {
  /// Finds the route's coding of a body, or the failure that the request is answered with.
  func noteCoding(_ head: RequestHead) {
    current.coding = nil
    guard head.framing != .none, case .route = current.destination, let start = input?.bytes.baseAddress
    else { return }
    do throws(HTTPFailure) {
      current.coding = try head.contentCoding(in: start)
    } catch {
      current.destination = .failure(error)
    }
  }

  /// Calls `use` with a body as the handler is to see it; answers itself where the coding cannot be taken off.
  func decoded(_ body: UnsafeRawBufferPointer, limit: Int, _ use: (UnsafeRawBufferPointer) -> Void) {
    guard let coding = current.coding, !body.isEmpty else { return use(body) }
    let inflater = loop.codings.takeInflater()
    let content = loop.pool.take()
    defer {
      loop.codings.give(inflater)
      loop.pool.give(content)
    }
    inflater.begin(coding, bodyLimit: limit)
    do throws(HTTPFailure) {
      try inflater.append(body, to: content)
      try inflater.finish()
    } catch {
      // The message itself was whole: the connection lives on.
      return answer(error)
    }
    use(UnsafeRawBufferPointer(content.bytes))
  }
}

extension Inflater {
  /// Inflates all of a piece and appends what comes of it.
  func append(_ input: UnsafeRawBufferPointer, to output: ByteBuffer) throws(HTTPFailure) {
    var rest = input
    var isFull = true
    while isFull {
      output.reserve(BufferPool.freshCapacity / 2)
      let room = output.room
      let step = try inflate(rest, into: .init(start: output.tail, count: room))
      output.grow(step.produced)
      rest = UnsafeRawBufferPointer(rebasing: rest[step.consumed...])
      isFull = step.produced == room
    }
  }
}
