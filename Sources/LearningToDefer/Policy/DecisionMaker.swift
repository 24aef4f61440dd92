/// Who decides on one input.
package enum DecisionMaker: Hashable, Sendable {
  /// The classifier answers, `r(x) = 0`.
  case classifier
  /// The expert with this index (from 0) is asked.
  case expert(Int)
}
