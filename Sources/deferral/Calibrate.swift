import ArgumentParser
import Formats
import LearningToDefer

/// `deferral calibrate`: fits a bundle's maps and conformal sets anew.
struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Fit the conformal sets of a bundle on rows that every expert labelled, and maps of its outputs.",
    discussion: """
      Example:
        deferral calibrate --model bundle --data fresh.jsonl --alpha 0.1

      The bundle is rewritten in one atomic step. Of the file that the model was trained on only the calibration fold \
      is taken; of any other file every row, so it must hold no rows that the model was trained on.

      With --maps half of the rows, by a hash of their groups, choose a map for every expert's output and the classifier's: none, a \
      temperature, Platt's, or from 1,000 rows on a monotone one, whichever has the lowest log loss on rows held out. Decisions then \
      compare the mapped probabilities. The other half fits the sets.

      A classifier alone never defers and has no sets: with --maps all rows fit the map of its output.
      """)

  @Option(help: "Model bundle, which is rewritten.")
  var model: String

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors.")
  var data: String

  @Option(help: "Error rate to be served unless a request wishes another (default: the bundle's, else 0.1).")
  var alpha: ErrorRate?

  @Flag(
    inversion: .prefixedNo,
    help: "Whether each expert and the classifier get a calibration map (default: as the bundle has it).")
  var maps: Bool?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    var bundle = try ModelBundle.read(model)
    let wantsMaps = maps ?? (bundle.manifest.calibration != nil)
    try checkWishes(bundle, wantsMaps: wantsMaps)
    try ModelBundle.checkDestination(model)
    var examples = try bundle.examples(data, groupBy: nil)
    let source = try DataSource(data, examples)
    var rows = Array(0..<examples.rows)
    if source.trained(bundle.manifest) {
      // Grouped as in training: only the calibration fold is unseen.
      if let rule = bundle.groupRule { examples = try bundle.examples(data, groupBy: rule) }
      rows = Fold.rows(of: examples.groups, shares: try bundle.manifest.foldShares)[.calibration] ?? []
    }
    let calibration = ModelCalibration(
      network: bundle.network, estimator: bundle.estimator, examples: examples, rows: rows,
      alpha: alpha?.value ?? bundle.alpha, wantsMaps: wantsMaps)
    let sets = calibration.conformal
    guard sets != nil || !bundle.estimator.defers else {
      throw Failure.data(
        "\(data): none of \(rows.count) rows for calibration has the truth and every expert's label; "
          + "give rows that everybody labelled")
    }
    let lost = Set(bundle.conformal?.pool ?? []).subtracting(sets?.pool ?? []).sorted()
    warnOfLost(lost.map { bundle.manifest.experts[$0] })
    bundle.take(calibration)
    bundle.confusion = bundle.confusion ?? ConfusionMatrices(examples, rows: rows)
    bundle.manifest.recordCalibration(source, rows: rows.count)
    try bundle.write(to: model)
    try report(
      sets.map { CalibrationReport(calibration: $0, bundle: bundle, rows: rows.count) },
      maps: calibration.choices.map { MapReport(choices: $0, experts: bundle.manifest.experts) })
  }

  /// A classifier alone has only a map.
  private func checkWishes(_ bundle: ModelBundle, wantsMaps: Bool) throws(Failure) {
    guard !bundle.estimator.defers else { return }
    let surrogate = bundle.manifest.surrogate.rawValue
    guard alpha == nil else {
      throw .usage("a \(surrogate) never defers, so it has no sets: leave out --alpha")
    }
    guard wantsMaps || maps == false else {
      throw .data(
        "\(model): a \(surrogate) never defers, so it has no conformal sets; --maps fits a map of its output")
    }
  }

  /// Sets never hold experts outside the pool, and their guarantee does not speak of them.
  private func warnOfLost(_ experts: [String]) {
    guard !experts.isEmpty else { return }
    StandardError.write(
      "deferral: the sets lose \(experts.joined(separator: ", ")): too few of the rows have their labels\n")
  }

  private func report(_ sets: CalibrationReport?, maps: MapReport?) throws(Failure) {
    guard !json else {
      var document = sets?.json ?? .object([])
      document["maps"] = maps?.json ?? .null
      return try StandardOutput.json(document)
    }
    let texts = [maps?.text, sets?.text].compactMap(\.self)
    try StandardOutput.line(texts.isEmpty ? "no maps" : texts.joined(separator: "\n\n"))
  }
}

extension ModelManifest {
  /// Records which rows the conformal sets were fitted on.
  fileprivate mutating func recordCalibration(_ source: DataSource, rows: Int) {
    var record = training ?? .object([])
    var data = source.json
    data["rows"] = .count(rows)
    record["calibration_data"] = data
    training = record
  }
}
