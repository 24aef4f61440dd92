/// Keeps the epoch of the least validation loss, and ends a training that finds no better one.
struct EarlyStopping {
  /// The epochs that may pass without a better one; nil for any number, and the last epoch is kept.
  let patience: Int?
  /// The last epoch.
  private(set) var last: EpochResult?
  /// The best epoch, where patience and validation rows are given.
  private(set) var best: EpochResult?
  /// The parameters after the best epoch, in the order of the layout.
  private(set) var bestParameters: [Float]?

  init(patience: Int?) {
    self.patience = patience
  }

  /// The state that a checkpoint kept.
  init(patience: Int?, checkpoint: TrainingCheckpoint) {
    self.patience = patience
    last = checkpoint.last
    best = checkpoint.best
    bestParameters = checkpoint.bestParameters
  }

  /// Whether patience is at its end.
  var isOver: Bool {
    guard let patience, let last, let best else { return false }
    return last.epoch - best.epoch >= patience
  }

  /// The epoch whose parameters are the result.
  var kept: EpochResult? { best ?? last }

  /// Takes notice of an epoch; `parameters` gives those after it.
  mutating func add(_ result: EpochResult, parameters: () -> [Float]) {
    last = result
    guard patience != nil, let loss = result.validationLoss, loss < best?.validationLoss ?? .infinity else {
      return
    }
    best = result
    bestParameters = parameters()
  }
}
