import Glibc

extension Connection {
  /// Has a file follow what is in the output; HEAD has none.
  ///
  /// The output stays with the connection until the file is sent, so that the connection does not count as idle.
  func sendLater(_ body: FileBody?) {
    guard let body, !current.isHead else { return }
    file = body
  }

  /// Sends the file that follows the emptied output, within this turn's share; true once nothing is left.
  func sendFile(_ output: ByteBuffer) -> Bool {
    var share = loop.limits.fileShare
    while let file, !file.isAtEnd {
      guard share > 0 else {
        // The socket would take more: no event will announce that.
        loop.enqueue(self)
        return false
      }
      guard let count = sendInKernel(file, share) ?? sendPiece(file, output) else { return false }
      share -= count
    }
    guard file != nil else { return true }
    file = nil
    if phase == .idle { deadlines.phase = loop.now &+ Nanoseconds.of(loop.limits.idleTimeout) }
    return true
  }

  /// Bytes that went straight from the file to the socket; nil where they cannot.
  private func sendInKernel(_ file: FileBody, _ share: Int) -> Int?? {
    guard sendsFilesInKernel, let count = file.send(to: descriptor, limit: share) else { return nil }
    if count > 0 {
      sent(count)
      return count
    }
    if count < 0 && errno == EINTR { return 0 }
    if count < 0 && errno == EAGAIN { isWritable = false } else { close() }
    return .some(nil)
  }

  /// Bytes that went through the output; nil where the client, or the file, gives no more for now.
  private func sendPiece(_ file: FileBody, _ output: ByteBuffer) -> Int? {
    guard case .moved(let count) = file.fill(output, limit: loop.limits.fileBuffer) else {
      close()
      return nil
    }
    return flush(output) ? count : nil
  }
}
