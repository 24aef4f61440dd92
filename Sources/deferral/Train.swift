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

      SIGINT or SIGTERM keeps the training beside --out; the same command with --resume goes on, to the same weights. \
      --search tries widths, rates and decays first, by the validation loss.
      """)

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors.")
  var data: String

  @Option(help: "Directory of the bundle; a bundle that is there is replaced.")
  var out: String

  @OptionGroup(title: "Training")
  var options: TrainingOptions

  @OptionGroup(title: "Texts")
  var text: TextOptions

  @OptionGroup(title: "Rows")
  var rows: RowOptions

  @OptionGroup(title: "Search")
  var search: SearchOptions

  @OptionGroup(title: "Interruption")
  var checkpoints: CheckpointOptions

  @Option(help: "Error rate of the conformal sets unless a request wishes another.")
  var alpha: Double = 0.1

  @Flag(
    help: "Also choose a map of each expert's and the classifier's output, on half of the calibration rows.")
  var maps = false

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
    let training = TrainingRows(
      examples: reading.examples, folds: Fold.rows(of: reading.examples.groups, shares: rows.shares),
      file: data)
    try TrainingRowsCheck(rows: training, surrogate: options.surrogate).run()
    let new = newExperts(training)
    let trained = try train(training.hiding(new), source)
    let result = try TrainingSession(
      rows: training, new: new, trained: trained, alpha: alpha, wantsMaps: maps
    ).run()
    var bundle = result.bundle
    bundle.manifest.training =
      TrainingRecord(
        source: source, settings: record(of: trained.settings), rows: training, result: result
      ).json
    try bundle.write(to: out)
    CheckpointFile(ofBundle: out).remove()
    searchPlaces(training, source).remove()
    try report(result, bundle: bundle, calibrationRows: training[.calibration].count)
  }

  /// Whom too few training rows tell of; nobody where the surrogate takes no priors.
  private func newExperts(_ training: TrainingRows) -> NewExperts {
    let experts = training.examples.experts
    let estimator = CorrectnessEstimator(
      surrogate: options.surrogate, classes: training.examples.classes.count, experts: experts.count)
    return NewExperts(
      training.examples, among: estimator.takesPriors ? experts.indices : 0..<0, rows: training[.training])
  }

  private func train(_ training: TrainingRows, _ source: DataSource) throws -> Trained {
    var settings = options.settings(for: training.examples.features)
    try text.apply(to: &settings, for: training.examples, file: data)
    let checkpointing = Checkpointing(minutes: checkpoints.checkpointEvery)
    guard search.search else {
      return try PlainTraining(
        rows: training, settings: settings, checkpointing: checkpointing,
        place: Checkpointing.Place(
          file: CheckpointFile(ofBundle: out), identity: identity(training, source)(settings)),
        resumes: checkpoints.resume
      ).run()
    }
    return try SearchedTraining(
      rows: training, candidates: search.candidates(around: settings), checkpointing: checkpointing,
      places: searchPlaces(training, source), resumes: checkpoints.resume
    ).run()
  }

  private func searchPlaces(_ training: TrainingRows, _ source: DataSource) -> SearchPlaces {
    SearchPlaces(ofBundle: out, identity: identity(training, source))
  }

  /// What must be the same where a training goes on.
  private func identity(_ training: TrainingRows, _ source: DataSource) -> (TrainingSettings) -> JSONValue {
    { settings in
      .members([
        "settings": record(of: settings),
        "input": training.examples.texts == nil ? .null : settings.text.json(),
        "data": .members(["sha256": .string(source.digest)]),
        "classes": .array(training.examples.classes.map(JSONValue.string)),
        "experts": .array(training.examples.experts.map(JSONValue.string)),
      ])
    }
  }

  /// The settings of a training and of its rows, as a manifest keeps them.
  private func record(of settings: TrainingSettings) -> JSONValue {
    var record = settings.record
    for member in rows.record { record[member.key] = member.value }
    return record
  }

  private func check(_ examples: Examples) throws(FormatError) {
    guard examples.classes.count >= 2 else {
      throw FormatError(
        file: data, problem: "its labels are of \(examples.classes.count) class",
        cure: "give rows of at least two classes, or name them by --classes")
    }
    let surrogate = options.surrogate.surrogate
    guard examples.classProbabilities != nil || !surrogate.takesClassProbabilities else {
      throw .noClassProbabilities(file: data)
    }
    guard !examples.experts.isEmpty || !surrogate.defers else {
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

  private func report(_ result: TrainingSession.Result, bundle: ModelBundle, calibrationRows: Int)
    throws(Failure)
  {
    let evaluation = EvaluationReport(
      evaluation: result.evaluation, experts: bundle.manifest.experts,
      baselines: BaselineReport(
        evaluation: result.evaluation, experts: bundle.manifest.experts,
        available: ExpertSet(all: bundle.manifest.experts.count), training: bundle.confusion))
    let calibration = bundle.conformal.map { calibration in
      CalibrationReport(calibration: calibration, bundle: bundle, rows: calibrationRows)
    }
    let maps = result.calibration.choices.map {
      MapReport(choices: $0, experts: bundle.manifest.experts)
    }
    guard !json else {
      return try StandardOutput.json(
        .members([
          "bundle": .string(out), "training": bundle.manifest.training ?? .null,
          "calibration": calibration?.json ?? .null,
          "maps": maps?.json ?? .null,
          "evaluation": evaluation.json,
        ]))
    }
    if let search = result.trained.search { try StandardOutput.line("search:\n" + search.text + "\n") }
    if let sentence = result.inferenceSentence { try StandardOutput.line(sentence + "\n") }
    try StandardOutput.line("held-out rows:\n" + evaluation.text)
    if let maps { try StandardOutput.line("\n" + maps.text) }
    if let calibration { try StandardOutput.line("\n" + calibration.text) }
    try StandardOutput.line("\nwrote \(out)")
  }
}
