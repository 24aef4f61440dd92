/// Holds every limit that the server puts on its clients and on itself.
package struct ServerLimits: Sendable, Equatable {
  /// Bytes of a request line at most; longer is 414.
  package var requestLine = 8 * 1024
  /// Header fields of a request at most; more is 431.
  package var headerCount = 100
  /// Bytes of all header lines of a request at most; more is 431.
  package var headerBytes = 32 * 1024
  /// Bytes of a chunk's size line at most, its extensions included.
  package var chunkLine = 256
  /// Bytes of a chunked body's trailer section at most; trailers are checked and dropped.
  package var trailerBytes = 8 * 1024
  /// Bytes of a body that are read only to be dropped, so that the connection lives on after a 404.
  package var discardedBody = 64 * 1024
  /// Times its size that a coded body may inflate to, beyond `inflationAllowance`; more is 413.
  package var inflationRatio = 200
  /// Bytes that a coded body may inflate to whatever its ratio.
  package var inflationAllowance = 64 * 1024
  /// Bytes of a file that are read at once; longer files are sent piece by piece.
  package var fileBuffer = 64 * 1024
  /// Bytes of a file that go to one connection in a row before others have their turn.
  package var fileShare = 1 << 20
  /// Stretches of a file that a request may ask for; the Range field is ignored beyond.
  package var rangeCount = 8
  /// Bytes of an answer's body from which it is compressed; less fits one packet anyway.
  ///
  /// `Int.max` turns compression off.
  package var compressedAnswer = 1400
  /// Bytes of an answer's body up to which it is compressed at once, on the loop; more would hold up others.
  package var compressedAnswerLimit = 1 << 20
  /// zlib's level for answers: 1, the fastest, to 9.
  package var compressionLevel = 1
  /// Seconds in which a request's head must have arrived; later is 408.
  package var headerTimeout = 10.0
  /// Seconds in which a request's body must have arrived, counted from its head; later is 408.
  package var bodyTimeout = 30.0
  /// Seconds after which a connection without a request is closed.
  package var idleTimeout = 75.0
  /// Seconds that a request may take in all, from its first byte to its answer; longer is 503.
  package var requestTimeout = 120.0
  /// Seconds in which a client must take an answer that waits.
  package var writeTimeout = 30.0
  /// Bytes a second that a transfer must keep up to be granted more than its timeout.
  package var minimumRate = 16 * 1024
  /// Seconds for which a closing connection is drained so that the client can read its last answer.
  package var lingerTimeout = 2.0
  /// Connections open at once at most, over all loops; accepting pauses there.
  package var connections = 10_000
  /// Bytes of answers waiting on a connection beyond which no further request of it is read.
  package var outputBytes = 256 * 1024
  /// Reads and requests of one connection that are taken up in a row before others have their turn.
  package var connectionShare = 32
  /// Events that a loop handles before it yields its queue.
  package var turnEvents = 2048
  /// Seconds for which a loop handles events before it yields its queue.
  package var turnDuration = 0.005
  /// Seconds between two looks at the deadlines.
  package var tick = 0.25

  /// Creates the default limits.
  package init() {}
}
