import ArgumentParser
import DeferralService
import Formats
import LearningToDefer

/// `deferral predict`: one decision a line, as the service answers them.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write one decision a line for the rows of a file.",
    discussion: """
      Example:
        deferral predict --model bundle --data new.jsonl --alpha 0.05 > out.jsonl

      A line is the JSON that POST /v1/decisions answers; its id is the row's own, else the row's number from 0. A deferral rate \
      is reached by a shift of the experts' scores that is fitted on the rows of the file.

      With capacities the whole file is one batch: its rows are shared out so that the summed chance of being right (with \
      costs of errors, the expected cost) is best, exactly. Experts without a capacity take any number.
      """)

  @Option(help: "Model bundle.")
  var model: String

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors; labels are not needed.")
  var data: String

  @Option(help: "Error rate of the conformal sets (default: the calibration's, else 0.1).")
  var alpha: ErrorRate?

  @OptionGroup(title: "Policy")
  var policy: PolicyOptions

  @Option(
    help: ArgumentHelp(
      "How many rows an expert takes at most; repeatable. The rows are then shared out at once.",
      valueName: "expert=rows"))
  var capacity: [NamedNumber] = []

  @Flag(help: "Print JSON, as it always does.")
  var json = false

  private static let batch = 256

  func validate() throws {
    guard capacity.allSatisfy({ $0.value == $0.value.rounded() && $0.value <= 1e9 }) else {
      throw ValidationError("--capacity takes whole numbers of rows.")
    }
    guard Set(capacity.map(\.name)).count == capacity.count else {
      throw ValidationError("--capacity names an expert twice.")
    }
  }

  func run() throws {
    let bundle = try ModelBundle.read(model)
    let examples = try bundle.examples(data, groupBy: nil)
    let experts = try policy.experts(bundle)
    let decides = try policy.policy(bundle, examples: examples, rows: Array(0..<examples.rows))
    let makers = try assigned(bundle, examples, policy: decides, experts: experts)
    let serving = ServingModel(
      version: bundle.manifest.version ?? "unversioned", bundle: bundle, policy: decides)
    let decider = Decider(model: serving, capacity: Self.batch)
    var options = DecisionOptions(alpha: alpha?.value ?? bundle.alpha)
    if policy.available != nil { options.experts = experts }
    var lines = JSONWriter(capacity: 1 << 17)
    for start in stride(from: 0, to: examples.rows, by: Self.batch) {
      let rows = start..<min(start + Self.batch, examples.rows)
      for row in rows { fill(row, of: examples, into: decider, at: row - start) }
      let now = Timestamp.now()
      let own = { (index: Int) in
        var own = options
        own.assigned = makers?[start + index]
        return own
      }
      try decider.decide(rows: rows.count, options: own) { index, decision throws(FormatError) in
        guard let decision else { throw .overflow(file: data, row: start + index) }
        let identity = DecisionIdentity(id: id(of: start + index, in: examples), createdAt: now, audit: false)
        DecisionDocument.write(decision, identity: identity, to: &lines)
        lines.newline()
      }
      try StandardOutput.write(lines.bytes)
      lines.removeAll()
    }
  }

  /// Who decides on each row under the capacities; nil without any.
  private func assigned(
    _ bundle: ModelBundle, _ examples: Examples, policy: DecisionPolicy, experts: ExpertSet
  ) throws -> [DecisionMaker]? {
    guard !capacity.isEmpty else { return nil }
    var capacities = [Int?](repeating: nil, count: bundle.manifest.experts.count)
    for limit in capacity {
      capacities[try bundle.index(limit.name, option: "--capacity")] = Int(limit.value)
    }
    var batch = BatchWorths()
    let pass = ModelPass(network: bundle.network, estimator: policy.estimator, capacity: Self.batch)
    for start in stride(from: 0, to: examples.rows, by: Self.batch) {
      let rows = start..<min(start + Self.batch, examples.rows)
      let outputs = pass.run(rows, of: examples)
      for row in rows {
        let own = pass.row(row - start, of: outputs)
        guard own.allFinite else { throw FormatError.overflow(file: data, row: row) }
        policy.addWorths(own, available: experts, to: &batch)
      }
    }
    return batch.assigned(capacities: capacities)
  }

  private func fill(_ row: Int, of examples: Examples, into decider: Decider, at place: Int) {
    if let texts = examples.texts {
      texts.withText(row) { _ = decider.readText($0, row: place) }
    } else {
      examples.features.withRow(row) { _ = decider.input(place).update(fromContentsOf: $0) }
    }
    guard decider.model.estimator.takesClassProbabilities else { return }
    examples.copyClassProbabilities(of: row, into: decider.classProbabilities(place))
  }

  private func id(of row: Int, in examples: Examples) -> String {
    let id = examples.ids?[row] ?? ""
    return id.isEmpty ? String(row) : id
  }
}
