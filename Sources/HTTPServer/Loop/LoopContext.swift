/// What a handler knows of the loop it lives on, and how it answers.
///
/// Not `Sendable`: it belongs to the loop. Other threads reach the handler through `inbox`.
package final class LoopContext<Handler: RequestHandler> {
  /// The loop's place among the server's loops.
  package let index: Int
  /// The way to this handler from other threads.
  package let inbox: LoopInbox<Handler>
  let reactor: Reactor

  init(index: Int, inbox: LoopInbox<Handler>, reactor: Reactor) {
    self.index = index
    self.inbox = inbox
    self.reactor = reactor
  }

  /// Where a request comes from; nil once it is answered or its client is gone.
  package func peer(of exchange: Exchange) -> PeerAddress? { reactor.connection(of: exchange)?.peer }

  /// Answers a request; a spent ticket is ignored.
  ///
  /// Content-Length, Date and Connection are the server's business, and so is leaving out the body for HEAD. Of
  /// `headers`, fields that the server owns and names that are no token are left out; control characters in values
  /// become spaces.
  /// - Parameters:
  ///   - status: 200 to 599.
  ///   - contentType: media type; empty for none.
  ///   - body: copied before the call returns.
  package func respond(
    _ exchange: Exchange, status: Int, contentType: StaticString, headers: [(String, String)] = [],
    body: UnsafeRawBufferPointer
  ) {
    reactor.respond(
      exchange, Answer(status: status, contentType: contentType, headers: headers, body: body))
  }

  /// Answers a request with a body held in an array.
  package func respond(
    _ exchange: Exchange, status: Int, contentType: StaticString, headers: [(String, String)] = [],
    body: [UInt8]
  ) {
    body.withUnsafeBytes { bytes in
      respond(exchange, status: status, contentType: contentType, headers: headers, body: bytes)
    }
  }
}
