import LearningToDefer
import Synchronization

/// Runs trials that have no result yet, several side by side.
///
/// Each trial trains with one thread, so its figures do not depend on how many run at once.
package struct TrialRunner: Sendable {
  /// How far a run is.
  package struct Progress: Sendable {
    /// The share of all the work that is done.
    package let share: Double
    /// The trials that are done.
    package let done: Int
    /// All trials.
    package let total: Int
    /// The trial that was finished last; nil before the first.
    package let last: String?
  }

  private let trials: [Trial]
  private let threads: Int

  /// Takes trials; those that several experiments share run once.
  package init(_ trials: [Trial], threads: Int) {
    precondition(threads > 0, "there is at least one thread")
    var seen: Set<String> = []
    self.trials = trials.filter { seen.insert($0.id).inserted }
    self.threads = threads
  }

  /// Runs what the log lacks.
  ///
  /// - Parameters:
  ///   - log: Is given each trial's figures as soon as it is done.
  ///   - show: Is called one at a time, before the first trial and after each.
  /// - Returns: The figures of all trials.
  /// - Throws: The first error; the trials that were done until then stay in the log.
  package func run(_ log: consuming TrialLog, show: @escaping (Progress) -> Void) throws -> TrialResults {
    let known = log.figures
    let open = trials.filter { known[$0.id] == nil }
    let whole = trials.reduce(0) { $0 + $1.weight }
    let left = open.reduce(0) { $0 + $1.weight }
    let state = Mutex(RunState(log: log, done: trials.count - open.count, weight: whole - left))
    let progress = { (state: RunState, last: String?) in
      Progress(
        share: whole > 0 ? state.weight / whole : 1, done: state.done, total: trials.count, last: last)
    }
    state.withLock { show(progress($0, nil)) }
    WorkerTeam(count: max(1, min(threads, open.count))).run { _ in
      while let trial = state.withLock({ $0.take(open) }) {
        let began = ContinuousClock.now
        let outcome = Result { try trial.run() }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        state.withLock { state in
          state.finish(trial, outcome, seconds: seconds)
          show(progress(state, trial.id))
        }
      }
    }
    let wished = Set(trials.map(\.id))
    return try state.withLock { state in
      if let error = state.error { throw error }
      return TrialResults(state.log.figures.filter { wished.contains($0.key) })
    }
  }
}

/// What the workers share.
private struct RunState {
  var log: TrialLog
  var done: Int
  var weight: Double
  var next = 0
  var error: (any Error)?

  init(log: TrialLog, done: Int, weight: Double) {
    self.log = log
    self.done = done
    self.weight = weight
  }

  /// The next trial; nil after the last, and after an error.
  mutating func take(_ trials: [Trial]) -> Trial? {
    guard error == nil, next < trials.count else { return nil }
    next += 1
    return trials[next - 1]
  }

  mutating func finish(_ trial: Trial, _ outcome: Result<[String: Double], any Error>, seconds: Double) {
    do {
      try log.append(trial.id, figures: outcome.get(), seconds: seconds)
      done += 1
      weight += trial.weight
    } catch {
      self.error = self.error ?? error
    }
  }
}
