import ArgumentParser
import DeferralService
import Formats
import LearningToDefer

/// `deferral evaluate`: how good a model is on labelled rows.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how good a model and its team are on labelled rows.",
    discussion: """
      Example:
        deferral evaluate --model bundle --data test.jsonl --alpha 0.1

      All rows of the data are taken. For the file that the model was trained on, --fold gate takes the rows that it \
      never saw. "Right then" is the share of right answers among the rows that somebody decides, "right on own labels" \
      among all rows that an expert labelled, for the classifier among all rows with a true label. A row whose chosen \
      expert has no label counts as unscored; conformal figures are over deferred rows that every expert labelled; a \
      figure without rows is null.

      With costs, costs of errors, a deferral rate or fewer experts the figures are of the decisions under these; the \
      shift that reaches a deferral rate is fitted on the rows evaluated, so that their rate is the wished one exactly. \
      Baselines ask only the available experts too, but know no costs.
      """)

  @Option(help: "Model bundle.")
  var model: String

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors.")
  var data: String

  @Option(help: "Error rate of the conformal sets (default: the calibration's, else 0.1).")
  var alpha: ErrorRate?

  @OptionGroup(title: "Policy")
  var policy: PolicyOptions

  @Option(help: "Take only one fold of the rows, with the shares that the model was trained with.")
  var fold: Fold?

  @Option(
    help: "How rows belong together, for folds (default: as the model was trained): id-prefix:SEPARATOR.")
  var groupBy: GroupRule?

  @Option(help: "Another bundle to show beside it, such as one trained with --surrogate classifier.")
  var baselineModel: String?

  @Option(
    help: ArgumentHelp("Write a page with diagrams, curves and the worst slices.", valueName: "page.html"))
  var report: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let bundle = try ModelBundle.read(model)
    let rule = groupBy ?? (fold == nil ? nil : bundle.groupRule)
    let examples = try bundle.examples(data, groupBy: rule)
    let rows = try rows(of: examples, bundle)
    let experts = try policy.experts(bundle)
    let decides = try policy.policy(bundle, examples: examples, rows: rows)
    var page = report.map { path in
      EvaluationPage(
        to: path, model: model, data: data, bundle: bundle, alpha: alpha?.value ?? bundle.alpha,
        available: experts, examples: examples, rows: rows, rule: rule ?? bundle.groupRule)
    }
    let evaluation = try evaluate(
      bundle, policy: decides, available: experts, on: examples, rows: rows,
      observe: page == nil ? nil : { page?.add($0) })
    try page?.write(evaluation)
    let report = EvaluationReport(
      evaluation: evaluation, experts: examples.experts,
      baselines: BaselineReport(
        evaluation: evaluation, experts: examples.experts, available: experts,
        training: bundle.trainingConfusion, other: try baseline(rows: rows)),
      guarantee: guarantee(bundle, decides, available: experts), shift: decides.shift,
      policy: policy.json(decides, experts: experts, names: examples.experts))
    let sets = bundle.conformal.map { conformal in
      SetComparisonReport(
        comparison: SetComparison(
          network: bundle.network, estimator: bundle.estimator, conformal: conformal, examples: examples,
          rows: rows, alpha: alpha?.value ?? bundle.alpha))
    }
    guard json else {
      return try StandardOutput.line(report.text + (sets.map { "\n\n" + $0.text } ?? ""))
    }
    var document = report.json
    document["sets"] = sets?.json ?? .null
    try StandardOutput.json(document)
  }

  private func evaluate(
    _ bundle: ModelBundle, policy: DecisionPolicy, available: ExpertSet?, on examples: Examples, rows: [Int],
    observe: ((RowObservation) -> Void)? = nil
  ) throws -> Evaluation {
    let evaluation = Evaluation(
      network: bundle.network, policy: policy, conformal: bundle.conformal, examples: examples, rows: rows,
      alpha: alpha?.value ?? bundle.alpha, available: available, observe: observe)
    if let row = evaluation.overflowingRows.first { throw FormatError.overflow(file: data, row: row) }
    return evaluation
  }

  /// What the sets promise for these decisions, as the service would say it.
  private func guarantee(_ bundle: ModelBundle, _ policy: DecisionPolicy, available: ExpertSet) -> Guarantee {
    guard let conformal = bundle.conformal, policy.defersAsCalibrated else { return .none }
    return conformal.pool.allSatisfy(available.contains) ? .fullPool : .reducedPool
  }

  /// Evaluates the other model on the same rows; its classes and experts may stand in another order.
  private func baseline(rows: [Int]) throws -> BaselineReport.OtherModel? {
    guard let baselineModel else { return nil }
    let bundle = try ModelBundle.read(baselineModel)
    let examples = try bundle.examples(data, groupBy: nil)
    return BaselineReport.OtherModel(
      path: baselineModel, surrogate: bundle.manifest.surrogate,
      evaluation: try evaluate(
        bundle, policy: DecisionPolicy(bundle.estimator), available: policy.known(to: bundle), on: examples,
        rows: rows))
  }

  private func rows(of examples: Examples, _ bundle: ModelBundle) throws -> [Int] {
    guard let fold else {
      if try DataSource(data, examples).trained(bundle.manifest) {
        StandardError.write(
          "deferral: the model was trained on rows of these data; --fold gate takes those it never saw\n")
      }
      return Array(0..<examples.rows)
    }
    return Fold.rows(of: examples.groups, shares: try bundle.manifest.foldShares)[fold] ?? []
  }
}

extension ModelBundle {
  /// The rule by which rows were grouped in training.
  var groupRule: GroupRule? {
    manifest.training?["settings"]?["group_by"]?.string.flatMap { GroupRule($0) }
  }
}

extension ModelBundle {
  /// How the experts erred on training rows; nil where the model was made elsewhere and only calibrated here.
  fileprivate var trainingConfusion: ConfusionMatrices? {
    manifest.training?["metrics"] == nil ? nil : confusion
  }
}
