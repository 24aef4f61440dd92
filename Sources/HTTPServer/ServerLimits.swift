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
  /// Bytes of all chunk extensions of a body at most, digits of a size beyond sixteen included.
  package var chunkExtensionBytes = 16 * 1024
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
  /// Streamed answers that a loop compresses at once, each with a state of 256 KB; more go out as they are.
  package var compressedStreams = 64
  /// zlib's level for answers: 1, the fastest, to 9.
  package var compressionLevel = 1
  /// Seconds in which a request's head must have arrived, later is 408; also those of a TLS handshake.
  package var headerTimeout = 10.0
  /// Seconds that a request's body may take beyond its bytes at `minimumRate`, counted from its head; longer is 408.
  package var bodyTimeout = 30.0
  /// Seconds after which a connection without a request is closed.
  package var idleTimeout = 75.0
  /// Seconds that a request may take in all, beyond its body's bytes at `minimumRate`; without an answer then it is 503.
  package var requestTimeout = 120.0
  /// Seconds in which a client must take an answer that waits, beyond its bytes at `minimumRate`.
  package var writeTimeout = 30.0
  /// Bytes a second that a transfer must keep up, in either direction, to be granted more than its timeout.
  package var minimumRate = 16 * 1024
  /// Seconds for which a closing connection is drained so that the client can read its last answer.
  package var lingerTimeout = 2.0
  /// Connections open at once at most, over all loops; accepting pauses there.
  package var connections = 10_000
  /// Connections open at once at most from one IPv4 address or one IPv6 /64, over all loops; more are closed unheard.
  ///
  /// Nil for no limit: behind a proxy, or a large network's one address, all clients look like one. Unix sockets are
  /// not counted, loopback is.
  package var connectionsPerAddress: Int?
  /// Bytes of answers waiting on a connection beyond which no further request of it is read.
  package var outputBytes = 256 * 1024
  /// Reads and requests of one connection that are taken up in a row before others have their turn.
  package var connectionShare = 32
  /// Steps of TLS handshakes that a loop takes in a turn, about 0.3 ms each; more wait for the next turn.
  package var turnHandshakes = 16
  /// Events that a loop handles before it yields its queue.
  package var turnEvents = 2048
  /// Seconds for which a loop handles events before it yields its queue.
  package var turnDuration = 0.005
  /// Seconds by which a time limit may be passed before it is seen; also how long accepting pauses without descriptors.
  package var tick = 0.25

  /// Bytes of a client's `X-Request-Id` at most; a longer one is replaced.
  package var requestID = 128
  /// Bytes of a path that the access log shows at most.
  package var loggedPath = 1024
  /// Bytes of a `User-Agent` that the access log shows at most.
  package var loggedAgent = 256
  /// Answers of one connection that wait to be sent and whose requests are remembered for the log at most; before
  /// there are more, the oldest is logged as sent.
  package var waitingRecords = 64
  /// Bytes of log lines that wait for a slow reader at most; further lines are dropped and counted.
  package var logBytes = 1024 * 1024

  /// Creates the default limits.
  package init() {}
}
