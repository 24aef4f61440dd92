import ArgumentParser
import Formats
import LearningToDefer

/// `deferral experts add`: a new expert, estimated by a prior until a training knows them.
struct ExpertsAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add an expert to a bundle.",
    discussion: """
      Example:
        deferral experts add carol --model bundle --data carol.jsonl

      The expert's chance to be right is taken from the team's accuracies, and from their own labels where --data has any: rows that \
      nobody chose by what a model expected of them. The answers about all others stay as they are, and the bundle is rewritten in \
      one atomic step. Training gives the expert an output of their own from 50 labels on.
      """)

  @Argument(help: "Name of the expert.")
  var name: String

  @Option(help: "Model bundle, which is rewritten.")
  var model: String

  @Option(help: "Rows with labels of the expert (default: none, so that the team's accuracies say all).")
  var data: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let before = try ModelBundle.read(model)
    try ModelBundle.checkDestination(model)
    try check(before)
    var bundle = before
    bundle.addExpert(name, prior: try prior(for: before))
    try bundle.write(to: model)
    let report = TeamReport(bundle: bundle)
    try report.print(json: json, change: "added \(name): " + report.sentence(name), before: before)
  }

  private func check(_ bundle: ModelBundle) throws(Failure) {
    if let problem = ExpertName.problem(with: name) { throw .usage(problem) }
    guard !bundle.manifest.experts.contains(name) else {
      throw .usage("\(name) is an expert of the model already: choose another name")
    }
    guard bundle.estimator.takesPriors else {
      throw .data(
        "\(model): an expert cannot be added to a model trained with \(bundle.manifest.surrogate.rawValue), whose experts have "
          + "no outputs that can be set one by one: train it again with the expert's labels")
    }
  }

  private func prior(for bundle: ModelBundle) throws -> ExpertPrior {
    let team = bundle.teamPrior
    guard let data else {
      let none = [Int](repeating: 0, count: bundle.manifest.classes.count)
      return team.expert(right: none, rows: none)
    }
    let reading = try ExamplesFile.read(
      data, classes: bundle.manifest.classes, experts: [name], groupBy: nil)
    try bundle.checkInputs(of: reading.examples, path: data)
    let rows = (0..<reading.examples.rows).filter { reading.examples.correctness(row: $0, expert: 0) >= 0 }
    guard !rows.isEmpty else {
      throw Failure.data(
        "\(data): no row has a true label and a label of \(name); leave out --data, or give labels")
    }
    return team.expert(
      0, of: reading.examples, rows: rows, network: bundle.network, estimator: bundle.estimator)
  }
}
