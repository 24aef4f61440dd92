import ArgumentParser
import Formats

/// `deferral experts list`: whom a model knows, and from how many labels.
struct ExpertsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the experts of a bundle.",
    discussion: """
      Example:
        deferral experts list --model bundle

      Labels and right ones are those of the training rows; an expert whose estimate is a prior has no trained output yet; the \
      guarantee of conformal sets is over those in the pool.
      """)

  @Option(help: "Model bundle.")
  var model: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report = TeamReport(bundle: try ModelBundle.read(model))
    if json { try StandardOutput.json(report.json) } else { try StandardOutput.line(report.text) }
  }
}
