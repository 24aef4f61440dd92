extension Connection {
  /// Grants the whole time of a request anew: a stream may last for ever as long as it moves.
  func streamProgressed() {
    deadlines.request = loop.now &+ Nanoseconds.of(loop.limits.requestTimeout)
  }

  /// Writes a sign of life into a streamed answer that has been silent for too long.
  func keepStreamAlive(_ now: UInt64) {
    guard now >= deadlines.keepAlive else { return }
    guard let keepAlive = stream?.keepAlive else {
      deadlines.keepAlive = .max
      return
    }
    deadlines.keepAlive = now &+ keepAlive.interval
    // Where the client has not taken what was written before, there is a sign of life already.
    if output == nil { _ = keepAlive.bytes.withUnsafeBytes { write($0) } }
  }
}
