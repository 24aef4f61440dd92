import Dispatch
import Glibc
import Synchronization

/// Writes lines to a descriptor from a queue of its own, so that nobody who logs waits for whoever reads.
///
/// What a blocked descriptor leaves waiting is bounded: further lines are dropped and counted, and the next line that
/// gets through is preceded by one that tells how many.
package final class LineWriter: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    var dropped = 0
    var isScheduled = false
  }

  private let descriptor: Int32
  private let limit: Int
  private let describeDropped: @Sendable (Int) -> String
  private let queue = DispatchQueue(label: "log.lines")
  private let state = Mutex(State())

  /// Creates a writer; the descriptor stays the caller's.
  ///
  /// - Parameters:
  ///   - limit: bytes that wait at most.
  ///   - describeDropped: renders the line, without its end, that stands for so many dropped ones.
  package init(
    descriptor: Int32, limit: Int = ServerLimits().logBytes,
    describeDropped: @escaping @Sendable (Int) -> String = { "\($0) log lines were dropped" }
  ) {
    BrokenPipes.areIgnored
    self.descriptor = descriptor
    self.limit = limit
    self.describeDropped = describeDropped
  }

  /// Lines that were dropped and not told of yet.
  package var dropped: Int { state.withLock { $0.dropped } }

  /// Takes complete lines, each with its line feed; never blocks.
  ///
  /// - Parameter lines: how many there are.
  package func append(_ bytes: UnsafeRawBufferPointer, lines: Int = 1) {
    let isFirst = state.withLock { state in
      guard state.waiting.count + bytes.count <= limit else {
        state.dropped += lines
        return false
      }
      state.waiting.append(contentsOf: bytes)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if isFirst { queue.async { self.drain() } }
  }

  /// Writes what waits before it returns; blocks as long as the descriptor does.
  package func flush() {
    queue.sync { drain() }
  }

  private func drain() {
    var lines: [UInt8] = []
    while true {
      let dropped = state.withLock { state in
        lines.removeAll(keepingCapacity: true)
        swap(&state.waiting, &lines)
        defer { state.dropped = 0 }
        state.isScheduled = !lines.isEmpty
        return state.dropped
      }
      if dropped > 0 { Array("\(describeDropped(dropped))\n".utf8).withUnsafeBytes(write) }
      if lines.isEmpty { return }
      lines.withUnsafeBytes(writeLines)
    }
  }

  /// Writes whole lines, in pieces that a pipe takes in one go, so that no other writer's line comes in between.
  private func writeLines(_ lines: UnsafeRawBufferPointer) {
    var start = 0
    while start < lines.count {
      var end = min(start + Int(PIPE_BUF), lines.count)
      if end < lines.count {
        end =
          lines[start..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
          ?? lines[end...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? lines.count
      }
      write(UnsafeRawBufferPointer(rebasing: lines[start..<end]))
      start = end
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    var start = 0
    while start < bytes.count, let base = bytes.baseAddress {
      let count = Glibc.write(descriptor, base + start, bytes.count - start)
      if count >= 0 {
        start += count
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
      } else if errno != EINTR {
        // Nobody reads any more, and there is no other place to say so.
        return
      }
    }
  }
}
