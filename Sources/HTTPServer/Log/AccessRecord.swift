/// What an access log learns of one request once its answer is with the kernel, or will never be.
///
/// It never holds a body, a query or a header's value other than the two ids and the user agent. Bytes are valid during
/// the call that gets the record.
package struct AccessRecord {
  /// Method; nil where the request line could not be read.
  package let method: Method?
  /// Path as sent, percent-encoded and cut at `ServerLimits.loggedPath`; without its query, where secrets may stand.
  package let path: UnsafeRawBufferPointer
  /// Pattern of the route, such as `/v1/decisions/{id}`; nil where there is none.
  package let route: String?
  /// Status of the answer; nil if the client left before there was one.
  package let status: Int?
  /// Whether the connection ended before the whole answer was handed to the kernel.
  package let isAborted: Bool
  /// Bytes of the request's head and body, chunk framing left out.
  package let bytesReceived: Int
  /// Bytes of the answer that the kernel took.
  package let bytesSent: Int
  /// From the request's first byte to the answer's last.
  package let nanoseconds: UInt64
  /// The client's address; `unix` for a Unix socket.
  package let peer: PeerAddress
  /// The request's id.
  package let requestID: UnsafeRawBufferPointer
  /// The trace that the client named.
  package let trace: TraceContext?
  /// The client's `User-Agent`, cut at `ServerLimits.loggedAgent`; empty where there is none.
  package let userAgent: UnsafeRawBufferPointer
}

/// Takes the records of one loop, on that loop.
package struct AccessRecorder {
  let record: (AccessRecord) -> Void
  let turnEnded: () -> Void

  /// Creates a recorder.
  ///
  /// - Parameters:
  ///   - record: takes one record; it must not block.
  ///   - turnEnded: hands on what the turn brought.
  package init(record: @escaping (AccessRecord) -> Void, turnEnded: @escaping () -> Void = {}) {
    self.record = record
    self.turnEnded = turnEnded
  }
}

/// Says who takes the records of requests.
package struct AccessLog: Sendable {
  let makeRecorder: @Sendable (_ loop: Int) -> AccessRecorder

  /// Creates a log; `makeRecorder` is called once on each loop.
  package init(_ makeRecorder: @escaping @Sendable (_ loop: Int) -> AccessRecorder) {
    self.makeRecorder = makeRecorder
  }

  /// Writes a line for each request; loops wait for nothing but the copying of a turn's lines.
  package static func lines(_ format: AccessLine.Format, to writer: LineWriter) -> AccessLog {
    AccessLog { _ in
      let line = AccessLine(format)
      return AccessRecorder {
        line.append($0)
      } turnEnded: {
        line.hand(to: writer)
      }
    }
  }
}
