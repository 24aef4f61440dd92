/// A request as a handler sees it: complete, or on a streamed route without its body.
///
/// Everything points into the connection's buffer, so a request is valid only during the call that received it.
/// Strings are made when asked for.
package struct Request<Action> {
  /// What the route means to the handler.
  package let action: Action
  let message: Message

  init(action: Action, message: Message) {
    self.action = action
    self.message = message
  }

  /// Method as sent; HEAD arrives at the route of GET.
  package var method: Method { message.head.method }
  /// Path, percent-decoded once.
  package var path: String { message.text(decoding: message.head.path) }
  /// Query without its question mark, still percent-encoded; nil where there is none.
  package var query: String? { message.head.query.map { message.text($0) } }
  /// Host and port asked for, as sent; an absolute target's count before the Host field's.
  package var host: String? { message.head.host.map { message.text($0) } }
  /// Body, complete and without its chunk framing; empty where there is none, and on a streamed route.
  package var body: UnsafeRawBufferPointer { message.body }
  /// Bytes of the body by Content-Length; nil if it comes in chunks.
  package var contentLength: Int? {
    switch message.head.framing {
    case .none: 0
    case .length(let length): length
    case .chunked: nil
    }
  }

  /// Who the client proved to be by its certificate; nil without TLS, and for clients that showed none.
  package var clientCertificate: ClientCertificate? { message.session?.clientCertificate }

  /// The path segment that matched the route's placeholder `index`, percent-decoded once.
  package func parameter(_ index: Int) -> String {
    message.text(decoding: message.parameters[index])
  }

  /// Value of a header field; several lines are joined by a comma (RFC 9110, section 5.3).
  ///
  /// - Parameter name: the field's name in lower case.
  /// - Complexity: O(header fields).
  package func header(_ name: StaticString) -> String? { message.header(name) }

  /// Bytes of the first line of a header field, without making a string.
  package func headerBytes(_ name: StaticString) -> UnsafeRawBufferPointer? {
    message.fields(name).first.map { message.bytes($0.value) }
  }
}
