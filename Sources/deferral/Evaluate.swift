import ArgumentParser
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
      """)

  @Option(help: "Model bundle.")
  var model: String

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors.")
  var data: String

  @Option(help: "Error rate of the conformal sets (default: the calibration's, else 0.1).")
  var alpha: ErrorRate?

  @Option(help: "Take only one fold of the rows, with the shares that the model was trained with.")
  var fold: Fold?

  @Option(
    help: "How rows belong together, for folds (default: as the model was trained): id-prefix:SEPARATOR.")
  var groupBy: GroupRule?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let bundle = try ModelBundle.read(model)
    let rule = groupBy ?? (fold == nil ? nil : bundle.groupRule)
    let examples = try bundle.examples(data, groupBy: rule)
    let rows = try rows(of: examples, bundle)
    let alpha = alpha?.value ?? bundle.alpha
    let evaluation = Evaluation(
      network: bundle.network, surrogate: bundle.manifest.surrogate, conformal: bundle.conformal,
      examples: examples, rows: rows, alpha: alpha, priors: bundle.estimator.priors)
    if let row = evaluation.overflowingRows.first { throw FormatError.overflow(file: data, row: row) }
    let report = EvaluationReport(evaluation: evaluation, experts: examples.experts)
    let sets = bundle.conformal.map { conformal in
      SetComparisonReport(
        comparison: SetComparison(
          network: bundle.network, estimator: bundle.estimator, conformal: conformal, examples: examples,
          rows: rows, alpha: alpha))
    }
    guard json else {
      return try StandardOutput.line(report.text + (sets.map { "\n\n" + $0.text } ?? ""))
    }
    var document = report.json
    document["sets"] = sets?.json ?? .null
    try StandardOutput.json(document)
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
