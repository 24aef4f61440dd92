import ArgumentParser
import Formats
import LearningToDefer

/// Writes rows that can be learnt: a class shifts some features, experts are right by chance.
struct WriteRows: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rows", abstract: "Write made-up rows.")

  @Argument(help: "The safetensors file to write.")
  var file: String

  @Option(help: "How many rows.")
  var rows = 50_000

  @Option(help: "The features of a row.")
  var inputs = 784

  @Option(help: "The classes.")
  var classes = 10

  @Option(help: "The experts.")
  var experts = 20

  func run() throws {
    var generator = SeededGenerator(seed: 1)
    var features: [Float] = []
    var labels: [Int32] = []
    var expertLabels: [Int32] = []
    for _ in 0..<rows {
      let label = generator.index(below: classes)
      labels.append(Int32(label))
      for i in 0..<inputs { features.append(Float(generator.uniform()) + (i % classes == label ? 0.2 : 0)) }
      for j in 0..<experts {
        let isRight = generator.uniform() < (label <= j % classes ? 0.9 : 0.3)
        expertLabels.append(Int32(isRight ? label : generator.index(below: classes)))
      }
    }
    let examples = Examples(
      classes: (0..<classes).map { "class-\($0)" }, experts: (0..<experts).map { "expert-\($0)" },
      features: FeatureTable(features, columns: inputs), labels: labels, expertLabels: expertLabels)
    try ExamplesFile.writeSafetensors(examples, to: file)
  }
}
