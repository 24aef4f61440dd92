/// Looks for the best width, learning rate and weight decay by the validation loss.
///
/// Trials are trained with one seed on the same rows, in the rungs of `SuccessiveHalving`. Each goes on where it paused, so
/// the winner's network is bit for bit that of a plain training with its settings. Only training and validation rows are
/// looked at. The winner's validation loss is the least of many, so it is a little lower than on new rows.
package struct HyperparameterSearch: Sendable {
  /// How far a search is; given after every step.
  package struct Progress: Sendable {
    /// The trial at work.
    package let trial: SearchTrial
    /// How far its training is.
    package let training: TrainingProgress
    /// The share of all epochs of the search that is done.
    package let share: Double
  }

  /// What a search found.
  package struct Result: Sendable {
    /// Every trial: those of the last rung first, and of one rung the best first.
    package let trials: [SearchTrial]
    /// The network of the first trial, the winner, and how it came about.
    package let outcome: TrainingOutcome
  }

  /// Gives the state that a trial was kept in; nil to start it.
  package typealias Load = (SearchTrial) throws(TrainingError) -> TrainingCheckpoint?
  /// Takes a trial's state after each step and epoch, and must keep it when the trial pauses; may throw `cancelled`.
  package typealias Keep = (SearchTrial, _ pauses: Bool, () -> TrainingCheckpoint) throws(TrainingError) ->
    Void

  /// The combinations.
  package let candidates: [TrainingSettings]
  /// Which of them are trained for how long.
  package let plan: SuccessiveHalving

  /// Plans a search over settings that differ in nothing but what is searched.
  package init(_ candidates: [TrainingSettings]) {
    precondition(!candidates.isEmpty, "there is something to try")
    self.candidates = candidates
    plan = SuccessiveHalving(trials: candidates.count, epochs: candidates[0].epochs)
  }

  /// Runs the search; what was kept is not trained again.
  ///
  /// - Parameter progress: Is called after every step; false cancels.
  /// - Throws: `TrainingError`; `diverged` only if every trial has.
  package func run(
    _ examples: Examples, training: [Int], validation: [Int], load: Load, keep: Keep,
    progress: (Progress) -> Bool = { _ in true }
  ) throws(TrainingError) -> Result {
    var trials = candidates.enumerated().map { SearchTrial(number: $0, settings: $1) }
    var dropped: [SearchTrial] = []
    var best: (trial: SearchTrial, outcome: TrainingOutcome)?
    for (index, rung) in plan.rungs.enumerated() {
      dropped = trials.dropFirst(rung.trials) + dropped
      trials = Array(trials.prefix(rung.trials))
      for place in trials.indices where !trials[place].diverged {
        let loop = try Trainer(settings: trials[place].settings).begin(
          examples, training: training, validation: validation, resuming: load(trials[place]))
        try advance(&trials[place], loop, through: rung.epochs, keep: keep) { trial, step in
          progress(Progress(trial: trial, training: step, share: share(index, place, step)))
        }
        guard index == plan.rungs.count - 1, let outcome = loop.outcome, !trials[place].diverged else {
          continue
        }
        if best.map({ trials[place].isBetter(than: $0.trial) }) ?? true { best = (trials[place], outcome) }
      }
      trials.sort { $0.isBetter(than: $1) }
    }
    guard let best else { throw .diverged(epoch: trials[0].epochs) }
    return Result(trials: trials + dropped, outcome: best.outcome)
  }

  /// Trains a trial on; it is given up where it diverges.
  private func advance(
    _ trial: inout SearchTrial, _ loop: TrainingLoop, through epochs: Int, keep: Keep,
    progress: (SearchTrial, TrainingProgress) -> Bool
  ) throws(TrainingError) {
    let current = trial
    do throws(TrainingError) {
      try loop.train(through: epochs) {
        progress(current, $0)
      } checkpoint: { _ throws(TrainingError) in
        try keep(current, false) { loop.checkpoint }
      }
    } catch {
      guard case .diverged(let epoch) = error else { throw error }
      return trial.diverge(epoch: epoch)
    }
    try keep(current, true) { loop.checkpoint }
    // A state that was kept may be further than this rung.
    trial.record(Array(loop.results.prefix(epochs)))
  }

  /// The share done amid a rung's trial.
  private func share(_ rung: Int, _ place: Int, _ step: TrainingProgress) -> Double {
    let before = rung == 0 ? 0 : plan.rungs[rung - 1].epochs
    let earlier = SuccessiveHalving(rungs: Array(plan.rungs[..<rung])).epochs
    let own = Double(step.step * step.epochs) / Double(max(step.steps, 1)) - Double(before)
    let others = earlier + place * (plan.rungs[rung].epochs - before)
    return min((Double(others) + max(own, 0)) / Double(plan.epochs), 1)
  }
}
