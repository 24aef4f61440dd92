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

      A line is the JSON that POST /v1/decisions answers; its id is the row's own, else the row's number from 0.
      """)

  @Option(help: "Model bundle.")
  var model: String

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors; labels are not needed.")
  var data: String

  @Option(help: "Error rate of the conformal sets (default: the calibration's, else 0.1).")
  var alpha: ErrorRate?

  @Flag(help: "Print JSON, as it always does.")
  var json = false

  private static let batch = 256

  func run() throws {
    let bundle = try ModelBundle.read(model)
    let examples = try bundle.examples(data, groupBy: nil)
    let serving = ServingModel(version: bundle.manifest.version ?? "unversioned", bundle: bundle)
    let decider = Decider(model: serving, capacity: Self.batch)
    let options = DecisionOptions(alpha: alpha?.value ?? bundle.alpha)
    var lines = JSONWriter(capacity: 1 << 17)
    for start in stride(from: 0, to: examples.rows, by: Self.batch) {
      let rows = start..<min(start + Self.batch, examples.rows)
      for row in rows {
        examples.features.withRow(row) { _ = decider.input(row - start).update(fromContentsOf: $0) }
        guard serving.estimator.takesClassProbabilities else { continue }
        examples.copyClassProbabilities(of: row, into: decider.classProbabilities(row - start))
      }
      let now = Timestamp.now()
      try decider.decide(rows: rows.count, options: { _ in options }) { index, decision throws(FormatError) in
        guard let decision else { throw .overflow(file: data, row: start + index) }
        let identity = DecisionIdentity(id: id(of: start + index, in: examples), createdAt: now, audit: false)
        DecisionDocument.write(decision, identity: identity, to: &lines)
        lines.newline()
      }
      try StandardOutput.write(lines.bytes)
      lines.removeAll()
    }
  }

  private func id(of row: Int, in examples: Examples) -> String {
    let id = examples.ids?[row] ?? ""
    return id.isEmpty ? String(row) : id
  }
}
