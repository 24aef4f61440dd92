/// A trained network, and how it came about.
package struct TrainingOutcome: Sendable, Equatable {
  /// The network: of the best epoch with early stopping, else of the last.
  package let network: Network
  /// The epochs that were run.
  package let epochsRun: Int
  /// The epoch that `network` is of, from 1.
  package let bestEpoch: Int
  /// The mean loss of the training rows during `bestEpoch`.
  package let trainingLoss: Double
  /// The mean loss of the validation rows after `bestEpoch`; nil without such rows.
  package let validationLoss: Double?
  /// The training rows with a true label.
  package let trainingRows: Int
  /// The validation rows with a true label.
  package let validationRows: Int
  /// The training rows without one whose truth was inferred; not among `trainingRows`.
  package let inferredRows: Int
}
