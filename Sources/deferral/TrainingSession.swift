import Formats
import LearningToDefer

/// Trains, calibrates and evaluates on the folds of some rows.
struct TrainingSession {
  /// What came out.
  struct Result {
    let bundle: ModelBundle
    let outcome: TrainingOutcome
    let evaluation: Evaluation
    let rowsByFold: [Fold: Int]
    let infersTruth: Bool

    /// What was inferred, apart from what was observed; nil where nothing was to be.
    var inferenceSentence: String? {
      guard infersTruth else { return nil }
      return
        "trained on \(outcome.trainingRows) rows with a true label and on \(outcome.inferredRows) whose truth was "
        + "inferred from several experts' labels"
    }
  }

  /// Size beyond which a feature is taken for the cause of a divergence.
  private static let suspicious: Float = 1e12

  let examples: Examples
  let settings: TrainingSettings
  let shares: FoldShares
  let alpha: Double
  /// The data's path, for messages.
  let file: String

  func run() throws -> Result {
    let folds = Fold.rows(of: examples.groups, shares: shares)
    let new = newExperts(folds[.training] ?? [])
    let outcome = try train(folds, hiding: new)
    let manifest = ModelManifest(
      surrogate: settings.surrogate, classes: examples.classes, experts: examples.experts,
      network: outcome.network)
    var bundle = ModelBundle(
      manifest: manifest, network: outcome.network, conformal: nil,
      confusion: ConfusionMatrices(examples, rows: folds[.training] ?? []))
    bundle.takePriors(of: new, examples: examples, rows: folds[.training] ?? [])
    bundle.conformal = ConformalCalibration.fit(
      network: bundle.network, estimator: bundle.estimator, examples: examples,
      rows: folds[.calibration] ?? [],
      alpha: alpha)
    if bundle.conformal == nil {
      StandardError.write(
        "deferral: no row for calibration has the truth and every expert's label: sets hold every expert\n")
    }
    let evaluation = Evaluation(
      network: bundle.network, surrogate: settings.surrogate, conformal: bundle.conformal,
      examples: examples,
      rows: folds[.gate] ?? [], alpha: alpha, priors: bundle.estimator.priors)
    if let row = evaluation.overflowingRows.first { throw FormatError.overflow(file: file, row: row) }
    return Result(
      bundle: bundle, outcome: outcome, evaluation: evaluation, rowsByFold: folds.mapValues(\.count),
      infersTruth: settings.inferTruth != nil)
  }

  /// Names the row that is to blame where one stands out; else the learning rate.
  private func diverged(epoch: Int) -> any Error {
    var largest: (row: Int, column: Int, value: Float) = (0, 0, 0)
    for row in 0..<examples.rows {
      examples.features.withRow(row) { values in
        for column in values.indices where abs(values[column]) > abs(largest.value) {
          largest = (row, column, values[column])
        }
      }
    }
    guard abs(largest.value) > Self.suspicious else { return TrainingError.diverged(epoch: epoch) }
    return FormatError(
      file: file, place: "row \(largest.row) (from 0), feature \(largest.column)",
      problem: "training diverged in epoch \(epoch), and this value is \(largest.value)",
      cure: "correct or leave out the row, or scale the feature")
  }

  /// Whom too few training rows tell of; nobody where the surrogate takes no priors.
  private func newExperts(_ training: [Int]) -> NewExperts {
    let estimator = CorrectnessEstimator(
      surrogate: settings.surrogate, classes: examples.classes.count, experts: examples.experts.count)
    return NewExperts(
      examples, among: estimator.takesPriors ? examples.experts.indices : 0..<0, rows: training)
  }

  private func train(_ folds: [Fold: [Int]], hiding new: NewExperts) throws -> TrainingOutcome {
    let line = ProgressLine()
    defer { line.finish() }
    do {
      return try train(folds, hiding: new, showing: line)
    } catch TrainingError.diverged(let epoch) {
      throw diverged(epoch: epoch)
    }
  }

  private func train(
    _ folds: [Fold: [Int]], hiding new: NewExperts, showing line: ProgressLine
  ) throws(TrainingError) -> TrainingOutcome {
    return try Trainer(settings: settings).train(
      new.hidden(in: examples), training: folds[.training] ?? [], validation: folds[.validation] ?? []
    ) { progress in
      let endsEpoch = progress.step % max(progress.steps / max(progress.epochs, 1), 1) == 0
      line.show(
        Double(progress.step) / Double(max(progress.steps, 1)), text(progress), isMilestone: endsEpoch)
      return true
    }
  }

  private func text(_ progress: TrainingProgress) -> String {
    let validation = progress.validationLoss.map { ", validation \(Figures.decimal($0, places: 4))" } ?? ""
    return
      "epoch \(progress.epoch)/\(progress.epochs), loss \(Figures.decimal(progress.trainingLoss, places: 4))"
      + validation + ", \(Figures.rate(progress.rowsPerSecond)) rows/s"
  }
}
