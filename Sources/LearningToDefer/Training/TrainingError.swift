/// Why a training gave no network.
package enum TrainingError: Error, Sendable, Equatable {
  /// No training row has a true label.
  case noRows
  /// A setting has a value that cannot be used; named by its key in `training.settings` of a manifest.
  case setting(name: String, problem: String)
  /// The network to start from has another shape than the examples need.
  case warmStartDoesNotFit(inputs: Int, outputs: Int, expectedInputs: Int, expectedOutputs: Int)
  /// The state to go on from is of another training; `problem` says in what.
  case checkpointDoesNotFit(problem: String)
  /// A row is a text where the network to start from takes features, or the other way round.
  case warmStartTakesOtherRows
  /// A row's text exceeds a limit.
  case text(row: Int, limit: TextLimit)
  /// The loss or a weight became infinite or not a number; a smaller learning rate may help.
  case diverged(epoch: Int)
  /// The progress callback asked to stop.
  case cancelled
}
