/// What one whole epoch came to.
package struct EpochResult: Sendable, Equatable {
  /// Its number, from 1.
  package let epoch: Int
  /// The mean loss of the training rows during it.
  package let trainingLoss: Double
  /// The mean loss of the validation rows after it; nil without such rows.
  package let validationLoss: Double?

  /// Joins the figures of one epoch.
  package init(epoch: Int, trainingLoss: Double, validationLoss: Double?) {
    self.epoch = epoch
    self.trainingLoss = trainingLoss
    self.validationLoss = validationLoss
  }
}
