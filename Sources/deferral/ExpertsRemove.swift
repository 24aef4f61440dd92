import ArgumentParser
import Formats

/// `deferral experts remove`: a team without one of its experts.
struct ExpertsRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove an expert from a bundle.",
    discussion: """
      Example:
        deferral experts remove carol --model bundle

      What the model says of the others stays as it is, and the bundle is rewritten in one atomic step. The conformal sets are fitted \
      anew on the bundle's own calibration rows.
      """)

  @Argument(help: "Name of the expert.")
  var name: String

  @Option(help: "Model bundle, which is rewritten.")
  var model: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let before = try ModelBundle.read(model)
    try ModelBundle.checkDestination(model)
    guard before.manifest.experts.contains(name) else {
      throw Failure.usage(
        "\(name) is no expert of the model: it has \(before.manifest.experts.joined(separator: ", "))")
    }
    guard before.manifest.experts.count > 1 else {
      throw Failure.usage("\(name) is the model's only expert, and a model needs one")
    }
    var bundle = before
    bundle.removeExpert(name)
    try bundle.write(to: model)
    try TeamReport(bundle: bundle).print(json: json, change: "removed \(name)", before: before)
  }
}
