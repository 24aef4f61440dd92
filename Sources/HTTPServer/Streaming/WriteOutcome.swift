/// What became of a piece of a streamed answer.
package enum WriteOutcome: Sendable, Equatable {
  /// It was taken, and there is room for more.
  case room
  /// It was taken; the next one should wait for `AnswerSource.roomReturned`.
  case full
  /// It was dropped: the exchange has ended, or its streamed answer has not begun.
  case ended
}
