import Formats
import LearningToDefer

/// Calibrates and evaluates a trained network on the folds that it was not trained on.
struct TrainingSession {
  /// What came out.
  struct Result {
    let bundle: ModelBundle
    let trained: Trained
    let calibration: ModelCalibration
    let evaluation: Evaluation

    /// What was inferred, apart from what was observed; nil where nothing was to be.
    var inferenceSentence: String? {
      guard trained.settings.inferTruth != nil else { return nil }
      return "trained on \(trained.outcome.trainingRows) rows with a true label and on "
        + "\(trained.outcome.inferredRows) whose truth was inferred from several experts' labels"
    }
  }

  let rows: TrainingRows
  /// Those who get a prior.
  let new: NewExperts
  let trained: Trained
  let alpha: Double
  let wantsMaps: Bool

  func run() throws(FormatError) -> Result {
    let network = trained.outcome.network
    let manifest = ModelManifest(
      surrogate: trained.settings.surrogate, classes: rows.examples.classes, experts: rows.examples.experts,
      network: network)
    var bundle = ModelBundle(
      manifest: manifest, network: network, conformal: nil,
      confusion: ConfusionMatrices(rows.examples, rows: rows[.training]))
    bundle.takePriors(of: new, examples: rows.examples, rows: rows[.training])
    let calibration = ModelCalibration(
      network: bundle.network, estimator: bundle.estimator, examples: rows.examples, rows: rows[.calibration],
      alpha: alpha, wantsMaps: wantsMaps)
    bundle.take(calibration)
    if bundle.conformal == nil, bundle.estimator.defers {
      StandardError.write(
        "deferral: no row for calibration has the truth and every expert's label: sets hold every expert\n")
    }
    let evaluation = Evaluation(
      network: bundle.network, policy: DecisionPolicy(bundle.estimator), conformal: bundle.conformal,
      examples: rows.examples, rows: rows[.gate], alpha: alpha)
    if let row = evaluation.overflowingRows.first { throw FormatError.overflow(file: rows.file, row: row) }
    return Result(bundle: bundle, trained: trained, calibration: calibration, evaluation: evaluation)
  }
}
