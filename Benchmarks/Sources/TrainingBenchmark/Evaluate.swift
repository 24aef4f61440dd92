import ArgumentParser
import Formats
import LearningToDefer

/// Evaluates all rows once a turn.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Evaluate all rows, once a line of standard input.")

  @OptionGroup var workload: Workload

  func run() throws {
    let examples = try ExamplesFile.read(workload.file).examples
    let network = Network(
      inputs: examples.features.columns, hidden: [workload.hidden],
      outputs: examples.classes.count + examples.experts.count, activation: .relu, seed: 1)
    let rows = Array(0..<examples.rows)
    var turn = Turn()
    Turn.ready()
    while turn.wait() {
      let evaluation = Evaluation(
        network: network, surrogate: .oneVsAll, conformal: nil, examples: examples, rows: rows, alpha: 0.1)
      turn.end(result: evaluation.meanECE ?? 0)
    }
  }
}
