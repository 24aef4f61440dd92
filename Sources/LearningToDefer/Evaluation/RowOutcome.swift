/// What the system's answer on one row was worth.
package enum RowOutcome: UInt8, Sendable {
  /// The answer was the true label.
  case correct
  /// The answer was another label.
  case wrong
  /// The truth or the chosen expert's label is missing.
  case unscored
}
