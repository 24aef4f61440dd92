import ArgumentParser
import Formats
import LearningToDefer

/// `deferral train`: from labelled rows to a calibrated bundle.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model that classifies and defers, and write it as a bundle.",
    discussion: """
      Example:
        deferral train --data rows.jsonl --out bundle --hidden 64 --epochs 50 \\
          --group-by id-prefix:/

      Rows are split by a hash of their group (else their id, else their number), for ever: 60 % are trained on, 10 % \
      decide when to stop (with --patience), 20 % fit the conformal sets, and 10 % are kept for the figures shown and for the \
      comparison with later models. The same command on the same data with the same --threads gives the same weights, bit for bit.
      """)

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors.")
  var data: String

  @Option(help: "Directory of the bundle; a bundle that is there is replaced.")
  var out: String

  @OptionGroup(title: "Training")
  var options: TrainingOptions

  @OptionGroup(title: "Rows")
  var rows: RowOptions

  @Option(help: "Error rate of the conformal sets unless a request wishes another.")
  var alpha: Double = 0.1

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard alpha > 0, alpha < 1 else { throw ValidationError("--alpha must lie between 0 and 1.") }
  }

  func run() throws {
    try ModelBundle.checkDestination(out)
    let reading = try ExamplesFile.read(
      data, classes: rows.classes?.names, experts: rows.experts?.names, groupBy: rows.groupBy)
    let source = try DataSource(data, reading.examples)
    try check(reading.examples)
    try TrainingRowsCheck(
      examples: reading.examples, shares: rows.shares, surrogate: options.surrogate, file: data
    ).run()
    let session = TrainingSession(
      examples: reading.examples, settings: options.settings, shares: rows.shares, alpha: alpha, file: data)
    let result = try session.run()
    var bundle = result.bundle
    bundle.manifest.training = record(source, session: session, result: result)
    try bundle.write(to: out)
    try report(result, bundle: bundle)
  }

  private func check(_ examples: Examples) throws(FormatError) {
    guard examples.classes.count >= 2 else {
      throw FormatError(
        file: data, problem: "its labels are of \(examples.classes.count) class",
        cure: "give rows of at least two classes, or name them by --classes")
    }
    guard !examples.experts.isEmpty else {
      throw FormatError(
        file: data, problem: "it holds no expert's label",
        cure: "give experts' labels, or name the experts by --experts")
    }
    for name in examples.experts {
      if let problem = ExpertName.problem(with: name) {
        throw FormatError(file: data, problem: problem, cure: "rename the expert")
      }
    }
  }

  private func record(_ source: DataSource, session: TrainingSession, result: TrainingSession.Result)
    -> JSONValue
  {
    var settings = session.settings.record
    for member in rows.record { settings[member.key] = member.value }
    return TrainingRecord(source: source, settings: settings, session: session, result: result).json
  }

  private func report(_ result: TrainingSession.Result, bundle: ModelBundle) throws(Failure) {
    let evaluation = EvaluationReport(evaluation: result.evaluation, experts: bundle.manifest.experts)
    let calibration = bundle.conformal.map { calibration in
      CalibrationReport(calibration: calibration, bundle: bundle, rows: result.rowsByFold[.calibration] ?? 0)
    }
    guard !json else {
      return try StandardOutput.json(
        .members([
          "bundle": .string(out), "training": bundle.manifest.training ?? .null,
          "calibration": calibration?.json ?? .null,
          "evaluation": evaluation.json,
        ]))
    }
    if let sentence = result.inferenceSentence { try StandardOutput.line(sentence + "\n") }
    try StandardOutput.line("held-out rows:\n" + evaluation.text)
    if let calibration { try StandardOutput.line("\n" + calibration.text) }
    try StandardOutput.line("\nwrote \(out)")
  }
}
