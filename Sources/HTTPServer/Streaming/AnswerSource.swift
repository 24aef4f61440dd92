/// Is told on the loop how a streamed answer gets on.
package protocol AnswerSource: AnyObject {
  /// Takes note that there is room again, after a write that found the buffer full.
  func roomReturned()

  /// Takes note that the server drains: an endless answer should come to its end now.
  func drainBegan()

  /// Takes note, once at most, that nobody will get the rest; nothing is called after that.
  func answerFailed(_ failure: StreamFailure)
}

extension AnswerSource {
  /// Does nothing: for answers that end by themselves.
  package func drainBegan() {}
}
