/// One combination that a search tried, and how far it came.
package struct SearchTrial: Sendable, Equatable {
  /// Its number, from 0, in the order of the candidates.
  package let number: Int
  /// How it is trained.
  package let settings: TrainingSettings
  /// The epochs that it was trained for.
  package private(set) var epochs = 0
  /// The epoch that the loss is of.
  package private(set) var bestEpoch: Int?
  /// The mean loss of the validation rows: the least so far, or with no patience the last; nil once it diverged.
  package private(set) var validationLoss: Double?
  /// Whether the loss or a weight became infinite or not a number.
  package private(set) var diverged = false

  init(number: Int, settings: TrainingSettings) {
    self.number = number
    self.settings = settings
  }

  /// Takes notice of the epochs so far.
  mutating func record(_ results: [EpochResult]) {
    let kept = EarlyStopping.kept(of: results, patience: settings.patience)
    (epochs, bestEpoch, validationLoss) = (results.count, kept?.epoch, kept?.validationLoss)
  }

  /// Gives the trial up.
  mutating func diverge(epoch: Int) {
    (epochs, bestEpoch, validationLoss, diverged) = (epoch, nil, nil, true)
  }

  /// Whether it has the lower loss; the lower number wins a tie.
  func isBetter(than other: SearchTrial) -> Bool {
    (validationLoss ?? .infinity, number) < (other.validationLoss ?? .infinity, other.number)
  }
}
