/// The state of a training between two steps, from which it goes on bit for bit as if never interrupted.
///
/// The order of the rows and every other random number follow from the settings' seed and `epoch`, so none is kept.
package struct TrainingCheckpoint: Sendable, Equatable {
  /// The weights and biases in the order of the training's memory, then the embedding of a text model.
  package var parameters: [Float]
  /// The optimizer's first moments (Adam) or velocities (descent), one a parameter.
  package var firstMoments: [Float]
  /// Adam's second moments, one a parameter; empty for descent.
  package var secondMoments: [Float]
  /// The input scaler, if there is one.
  package var scaler: InputScaler?
  /// The epoch at work, from 1; one more than all once they are done.
  package var epoch: Int
  /// The rows seen in this epoch.
  package var rowsSeen: Int
  /// The sum of their losses.
  package var lossSum: Double
  /// Every whole epoch.
  package var results: [EpochResult]
  /// The parameters after the best of them, with early stopping.
  package var bestParameters: [Float]?

  /// Joins the parts of a state.
  package init(
    parameters: [Float], firstMoments: [Float], secondMoments: [Float], scaler: InputScaler?, epoch: Int,
    rowsSeen: Int,
    lossSum: Double, results: [EpochResult], bestParameters: [Float]?
  ) {
    self.parameters = parameters
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.scaler = scaler
    self.epoch = epoch
    self.rowsSeen = rowsSeen
    self.lossSum = lossSum
    self.results = results
    self.bestParameters = bestParameters
  }
}
