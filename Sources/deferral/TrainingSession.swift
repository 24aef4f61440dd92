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
  }

  let rows: TrainingRows
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
    let calibration = ModelCalibration(
      network: network, estimator: bundle.estimator, examples: rows.examples, rows: rows[.calibration],
      alpha: alpha, wantsMaps: wantsMaps)
    bundle.take(calibration)
    if bundle.conformal == nil, bundle.estimator.defers {
      StandardError.write(
        "deferral: no row for calibration has the truth and every expert's label: sets hold every expert\n")
    }
    let evaluation = Evaluation(
      network: network, policy: DecisionPolicy(bundle.estimator), conformal: bundle.conformal,
      examples: rows.examples, rows: rows[.gate], alpha: alpha)
    if let row = evaluation.overflowingRows.first { throw FormatError.overflow(file: rows.file, row: row) }
    return Result(bundle: bundle, trained: trained, calibration: calibration, evaluation: evaluation)
  }
}
