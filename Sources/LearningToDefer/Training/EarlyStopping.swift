/// Keeps the parameters of the least validation loss, and ends a training that finds no lower one.
struct EarlyStopping {
  /// The epochs that may pass without a lower one; nil for any number, and the last epoch is kept.
  let patience: Int?
  /// Every whole epoch.
  private(set) var results: [EpochResult] = []
  /// The parameters after the best epoch, in the order of the layout; nil where none is the best.
  private(set) var bestParameters: [Float]?

  init(patience: Int?) {
    self.patience = patience
  }

  /// The state that a checkpoint kept.
  init(patience: Int?, checkpoint: TrainingCheckpoint) {
    self.patience = patience
    results = checkpoint.results
    bestParameters = checkpoint.bestParameters
  }

  /// Whether patience is at its end.
  var isOver: Bool {
    guard let patience, let last = results.last, let best = Self.best(of: results) else { return false }
    return last.epoch - best.epoch >= patience
  }

  /// The epoch whose parameters are the result.
  var kept: EpochResult? { Self.kept(of: results, patience: patience) }

  /// Takes notice of an epoch; `parameters` gives those after it.
  mutating func add(_ result: EpochResult, parameters: () -> [Float]) {
    results.append(result)
    if patience != nil, Self.best(of: results) == result { bestParameters = parameters() }
  }

  /// The best epoch with patience, else the last.
  static func kept(of results: [EpochResult], patience: Int?) -> EpochResult? {
    (patience == nil ? nil : best(of: results)) ?? results.last
  }

  /// The first epoch of the least validation loss; nil without validation rows.
  private static func best(of results: [EpochResult]) -> EpochResult? {
    results.filter { $0.validationLoss != nil }.min {
      ($0.validationLoss ?? .infinity, $0.epoch) < ($1.validationLoss ?? .infinity, $1.epoch)
    }
  }
}
