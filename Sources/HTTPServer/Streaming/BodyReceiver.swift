/// Takes a streamed request body on the loop, piece by piece.
///
/// After the pieces exactly one of `bodyEnded` and `bodyFailed` is called, unless the request is answered completely or
/// aborted before that: then the rest of the body is the server's business and nothing more is called.
package protocol BodyReceiver: AnyObject {
  /// Takes the next bytes of the body, without their chunk framing and without a coding.
  ///
  /// - Parameter piece: never empty; valid during the call only.
  func receive(_ piece: UnsafeRawBufferPointer)

  /// Takes note that all of the body has arrived.
  func bodyEnded()

  /// Takes note that the rest of the body will never come; the server has answered, or closed the connection.
  func bodyFailed(_ failure: StreamFailure)
}
