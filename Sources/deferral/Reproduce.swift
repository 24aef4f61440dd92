import ArgumentParser
import Formats
import Foundation
import LearningToDefer
import Reproduction

/// `deferral reproduce`: the paper's experiments, with a report.
struct Reproduce: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the paper's experiments and hold its claims against the numbers.",
    discussion: """
      Examples:
        deferral reproduce --quick --out reproduction
        deferral reproduce --only fig2,fig3c --out reproduction
        deferral reproduce --data scored-nights.jsonl --group-by id-prefix:/ --out nights

      Runs on Fashion-MNIST, or on rows of your own; rows with experts' columns let Figure 1 take its experts from people's \
      annotations. Three seeds, mean and standard error. Writes report.html, an SVG for each figure, results.json, \
      results.csv and trials.jsonl to --out. Interrupted, the same command goes on where it was; figures left out by --only \
      can be added later. Each trial trains on one thread, so the figures do not depend on --threads.
      """)

  @Option(help: "Directory for the report, its figures and numbers.")
  var out: String

  @Option(help: "Figures to make, as fig1,fig2,fig3c (default: all).")
  var only: NameList?

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors, in place of Fashion-MNIST.")
  var data: String?

  @Option(help: "What keeps rows of --data in one part: id-prefix:SEPARATOR (default: its groups, else ids).")
  var groupBy: GroupRule?

  @Option(help: "Directory of Fashion-MNIST's four files.")
  var images = "/usr/share/datasets/fashion-mnist"

  @Flag(help: "Take a fifth of the rows and six epochs: under five minutes on two cores.")
  var quick = false

  @Option(help: "Trials that run at once.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads must be from 1 to 256.") }
    guard data != nil || groupBy == nil else { throw ValidationError("--group-by needs --data.") }
    _ = try experiments()
  }

  func run() throws {
    let setting = Setting(data: try experimentData(), scale: quick ? .quick : .full)
    let experiments = try experiments()
    try setting.check()
    let directory = try ResultsDirectory(out)
    let log = try TrialLog(directory: out, key: setting.key)
    let runner = TrialRunner(experiments.flatMap { $0.trials(setting) }, threads: threads)
    let report = ReproductionReport(
      results: try run(runner, log), experiments: experiments, setting: setting)
    try report.write(to: out)
    directory.release()
    if json { try StandardOutput.json(report.json) } else { try StandardOutput.line(text(report)) }
  }

  private func experimentData() throws -> ExperimentData {
    guard let data else { return try ExperimentData.fashionMNIST(images) }
    let name = URL(fileURLWithPath: data).lastPathComponent
    return ExperimentData(name: name, examples: try ExamplesFile.read(data, groupBy: groupBy).examples)
  }

  private func experiments() throws -> [any Experiment] {
    guard let only else { return Experiments.all }
    var wished: Set<String> = []
    for name in only.names {
      guard let named = Experiments.named(name) else {
        throw ValidationError("There is no figure '\(name)': write fig1, fig2, fig2a to fig2d, fig3, fig4.")
      }
      wished.formUnion(named.map(\.id))
    }
    return Experiments.all.filter { wished.contains($0.id) }
  }

  private func run(_ runner: TrialRunner, _ log: TrialLog) throws -> TrialResults {
    var line: ProgressLine?
    defer { line?.finish() }
    return try runner.run(log) { progress in
      let shown = line ?? ProgressLine(from: progress.share)
      line = shown
      let trial = progress.last.map { ", \($0)" } ?? ""
      shown.show(
        progress.share, "trial \(progress.done)/\(progress.total)\(trial)",
        isMilestone: true)
    }
  }

  private func text(_ report: ReproductionReport) -> String {
    let rows = report.claims.map { claim in
      "\(claim.verdict.sign) Figure \(claim.panel): \(claim.paper)\n    \(claim.verdict.words): \(claim.found)"
    }
    return rows.joined(separator: "\n") + "\n\nwrote \(out)/report.html"
  }
}
