/// How far a training is; given after every step.
package struct TrainingProgress: Sendable, Equatable {
  /// The epoch at work, from 1.
  package let epoch: Int
  /// The epochs wanted.
  package let epochs: Int
  /// The steps done, over all epochs.
  package let step: Int
  /// The steps wanted, over all epochs.
  package let steps: Int
  /// The mean loss of the rows seen in this epoch.
  package let trainingLoss: Double
  /// The mean loss of the validation rows after the last whole epoch; nil before that or without rows.
  package let validationLoss: Double?
  /// The rows trained on in a second, since the start.
  package let rowsPerSecond: Double
}
