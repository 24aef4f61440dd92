import Dispatch
import Formats
import Foundation
import LearningToDefer
import Logging
import Storage
import Synchronization

/// Says why a training run could not be started.
package enum RetrainerError: Error, Sendable {
  /// A run is going on; there is one at a time.
  case alreadyRunning(DecisionID)
  /// No model is active that a new one could start from.
  case noModel
  case store(StoreError)
}

/// Trains new versions in the background and publishes those that are good enough.
///
/// A run has a thread of its own, because a thread of Dispatch's pool could not be made nice for one job only.
package final class Retrainer: Sendable {
  private let store: any Store
  private let registry: ModelRegistry
  private let original: OriginalRows
  private let settings: RetrainingSettings
  /// Error rate that new versions are calibrated for; nil for their parent's.
  private let alpha: Double?
  private let logger: Logger
  private let running = Mutex<DecisionID?>(nil)
  private let ended = Mutex<[TrainingRunState: Int]>([:])
  private let stopping = Atomic(false)
  private let runs = DispatchGroup()

  /// Creates the worker; `alpha` is the error rate that new versions are calibrated for, nil for their parent's.
  package init(
    store: any Store, registry: ModelRegistry, original: OriginalRows, settings: RetrainingSettings,
    alpha: Double?, logger: Logger
  ) {
    self.store = store
    self.registry = registry
    self.original = original
    self.settings = settings
    self.alpha = alpha
    self.logger = logger
  }

  /// Run that is going on now.
  package var current: DecisionID? { running.withLock { $0 } }

  /// How many runs ended in which way since the start.
  package var results: [TrainingRunState: Int] { ended.withLock { $0 } }

  /// Starts a run and returns its record; blocks on the store, so never call it from an event loop.
  package func start() throws(RetrainerError) -> TrainingRunRecord {
    guard registry.active != nil else { throw .noModel }
    var ids = DecisionIDGenerator()
    let now = Timestamp.now()
    let record = TrainingRunRecord(id: ids.next(milliseconds: now), createdAt: now)
    let other = running.withLock { running in
      defer { running = running ?? record.id }
      return running
    }
    if let other { throw .alreadyRunning(other) }
    do {
      try store.insertTrainingRun(record)
    } catch {
      running.withLock { $0 = nil }
      throw .store(error)
    }
    runs.enter()
    Thread.detachNewThread {
      Self.yieldToServing()
      self.run(record)
      self.runs.leave()
    }
    return record
  }

  /// Asks the current run to stop at its next step and waits until it has.
  package func stop() {
    stopping.store(true, ordering: .relaxed)
    runs.wait()
  }

  /// Lets the event loops go first: nobody waits for a training, and the workers it starts inherit this.
  private static func yieldToServing() {
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
  }

  private func run(_ queued: TrainingRunRecord) {
    var record = queued
    record.state = .running
    record.startedAt = Timestamp.now()
    keep(record)
    do {
      try train(&record)
    } catch TrainingError.cancelled {
      (record.state, record.reason) = (.cancelled, "the service was stopped")
    } catch {
      (record.state, record.reason) = (.failed, Self.reason(of: error))
    }
    record.finishedAt = Timestamp.now()
    keep(record)
    ended.withLock { [state = record.state] in $0[state, default: 0] += 1 }
    running.withLock { $0 = nil }
    logger.info(
      "training run ended",
      metadata: [
        "run": "\(record.id.text)", "state": "\(record.state)", "reason": "\(record.reason ?? "")",
        "version": "\(record.version ?? "")",
      ])
  }

  private func train(_ record: inout TrainingRunRecord) throws {
    guard let current = registry.champion else { throw RetrainerError.noModel }
    let champion = current.model
    let set = try TrainingSet(
      model: champion, original: original.read(for: champion), store: store,
      unsettled: settings.inferTruth > 0)
    let recipe = try TrainingRecipe(champion: champion, settings: settings)
    let folds = Fold.rows(of: set.examples.groups, shares: recipe.shares)
    var running = record
    // Whoever has a prior keeps it until there are labels enough; whoever was trained elsewhere stays trained.
    let new = NewExperts(
      set.examples, among: champion.estimator.priors.keys, rows: folds[.training] ?? [])
    let outcome = try Trainer(settings: recipe.settings(for: set.examples.features)).train(
      new.hidden(in: set.examples), training: folds[.training] ?? [], validation: folds[.validation] ?? [],
      warmStart: champion.bundle.network
    ) { progress in
      keep(progress, in: &running)
      return !stopping.load(ordering: .relaxed)
    }
    let isUnselected = { (fold: Fold) in (folds[fold] ?? []).filter { set.isUnselected[$0] } }
    var challenger = champion.bundle
    challenger.network = outcome.network
    challenger.takePriors(of: new, examples: set.examples, rows: isUnselected(.training))
    challenger.confusion = ConfusionMatrices(set.examples, rows: isUnselected(.training))
    challenger.take(
      ModelCalibration(
        network: challenger.network, estimator: challenger.estimator, examples: set.examples,
        rows: isUnselected(.calibration), alpha: alpha ?? champion.bundle.alpha,
        wantsMaps: champion.bundle.manifest.calibration != nil))
    let policy = DecisionPolicy(
      challenger.estimator, costs: champion.policy.costs, errorCosts: champion.policy.errorCosts,
      confusion: challenger.confusion)
    let report = TrainingReport(
      set: set, outcome: outcome,
      verdict: judge(
        ServingModel(version: "challenger", bundle: challenger, policy: policy), against: champion, set,
        rows: folds[.gate] ?? []))
    let bundle = challenger.retrained(report: report, parent: champion.version)
    try conclude(&record, bundle: bundle, report: report, over: current)
  }

  private func judge(
    _ challenger: ServingModel, against champion: ServingModel, _ set: TrainingSet, rows: [Int]
  ) -> GateVerdict {
    let verdict = PromotionGate(margin: settings.gateMargin, minimumRows: settings.gateMinimumRows).judge(
      champion: champion, challenger: challenger, examples: set.examples, rows: rows,
      isUnselected: set.isUnselected)
    let lost = Set(champion.pool.indices).subtracting(challenger.pool.indices).sorted()
    guard verdict.promotes, !lost.isEmpty else { return verdict }
    return verdict.withheld(
      "the guarantee of the conformal sets would be lost for \(lost.map { champion.experts[$0] }.joined(separator: ", ")): "
        + "too few held-out rows that no policy chose have their labels; raise audit_rate, or name the training data in the "
        + "bundle's manifest")
  }

  private func conclude(
    _ record: inout TrainingRunRecord, bundle: ModelBundle, report: TrainingReport, over champion: Champion
  ) throws {
    let verdict = report.verdict
    let version = try registry.add(
      bundle, state: verdict.promotes ? .candidate : .rejected, parent: champion.model.version,
      reason: verdict.reason,
      metrics: report.json, at: Timestamp.now())
    record.version = String(version)
    record.state = verdict.promotes ? .promoted : .rejected
    record.reason = report.sentence
    if verdict.promotes { try promote(version, over: champion, &record) }
    record.metrics = report.json
    record.progress = 1
  }

  private func promote(_ version: Int, over champion: Champion, _ record: inout TrainingRunRecord) throws {
    do {
      try registry.activate(String(version), replacing: champion)
    } catch RegistryError.championChanged(let active) {
      let reason =
        "version \(active) was activated during the run, and this one was compared with "
        + "version \(champion.model.version)"
      (record.state, record.reason) = (.rejected, reason)
      try registry.reject(version, reason: reason)
    }
  }

  /// Keeps progress by whole percents, so that a long run does not write for every step.
  private func keep(_ progress: TrainingProgress, in record: inout TrainingRunRecord) {
    let share = (Double(progress.step) / Double(max(progress.steps, 1)) * 100).rounded(.down) / 100
    guard share > record.progress else { return }
    record.progress = share
    keep(record)
  }

  private func keep(_ record: TrainingRunRecord) {
    do {
      try store.updateTrainingRun(record)
    } catch {
      logger.error("training run could not be recorded", metadata: ["error": "\(error)"])
    }
  }

  private static func reason(of error: any Error) -> String {
    switch error {
    case TrainingError.diverged(let epoch):
      "training diverged in epoch \(epoch); the active model is kept"
    case TrainingError.noRows: "no row has a true label; send outcomes first"
    case TrainingError.setting(let name, let problem):
      "the model's manifest has a training setting that cannot be used: training.settings.\(name) \(problem)"
    case TrainingError.text(let row, let limit): "the text of row \(row) (from 0) \(limit.problem)"
    case let error as FormatError: "\(error)"
    case let error as StoreError: "\(error)"
    default: "\(error)"
    }
  }
}
