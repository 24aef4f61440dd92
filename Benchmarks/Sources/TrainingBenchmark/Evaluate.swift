import ArgumentParser
import Formats
import LearningToDefer

/// Evaluates all rows once a turn.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate all rows, once a line of standard input.")

  @OptionGroup var workload: Workload

  @Flag(help: "Compute outputs, decisions and experts' calibration errors alone.")
  var brief = false

  func run() throws {
    let examples = try ExamplesFile.read(workload.file).examples
    let network = Network(
      inputs: examples.features.columns, hidden: [workload.hidden],
      outputs: examples.classes.count + examples.experts.count, activation: .relu, seed: 1)
    let rows = Array(0..<examples.rows)
    var turn = Turn()
    Turn.ready()
    while turn.wait() {
      turn.end(result: (brief ? briefly : wholly)(network, examples, rows))
    }
  }

  private func wholly(_ network: Network, _ examples: Examples, _ rows: [Int]) -> Double {
    Evaluation(
      network: network, surrogate: .oneVsAll, conformal: nil, examples: examples, rows: rows, alpha: 0.1
    )
    .meanECE ?? 0
  }

  private func briefly(_ network: Network, _ examples: Examples, _ rows: [Int]) -> Double {
    let (classes, experts) = (examples.classes.count, examples.experts.count)
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: classes, experts: experts)
    let policy = DecisionPolicy(estimator)
    let available = ExpertSet(all: experts)
    let pass = ModelPass(network: network, estimator: estimator, capacity: ForwardPass.blockRows)
    let estimates = UnsafeMutableBufferPointer<Double>.allocate(capacity: experts)
    defer { estimates.deallocate() }
    estimates.initialize(repeating: 0)
    var diagrams = [ReliabilityDiagram](repeating: ReliabilityDiagram(), count: experts)
    var right = 0
    for start in stride(from: 0, to: rows.count, by: pass.capacity) {
      let block = rows[start..<min(start + pass.capacity, rows.count)]
      let outputs = pass.run(block, of: examples)
      for (place, row) in block.enumerated() {
        let own = pass.row(place, of: outputs)
        let decision = policy.decide(own, available: available)
        switch decision.maker {
        case .classifier: right += decision.answer == Int(examples.labels[row]) ? 1 : 0
        case .expert(let j): right += examples.correctness(row: row, expert: j) == 1 ? 1 : 0
        }
        estimator.expertCorrectness(own, into: estimates)
        for j in 0..<experts {
          diagrams[j].add(
            confidence: estimates[j], correct: examples.correctness(row: row, expert: j) == 1)
        }
      }
    }
    precondition(right <= rows.count, "no row counts twice")
    return diagrams.compactMap(\.expectedCalibrationError).reduce(0, +) / Double(experts)
  }
}
