import ArgumentParser
import Formats
import LearningToDefer

/// `deferral simulate`: rows with labels of experts who do not exist.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give rows the labels of simulated experts.",
    discussion: """
      Examples:
        deferral simulate --images train-images-idx3-ubyte.gz \\
          --labels train-labels-idx1-ubyte.gz --seed 1 --out rows.safetensors \\
          --experts 'shoes=specialist(0.9; 5,7,9); noise*3=random'
        deferral simulate --data rows.jsonl --seed 1 --out tired.jsonl \\
          --experts 'tired=flip(0.2; radiologist-1)'

      Kinds: specialist(p; classes) or (p; classes; p_elsewhere), random, oracle(classes; p_elsewhere), flip(p; source) and probabilistic(p; source), \
      whose source is an expert of --data. Its own experts are left out of the output: radiologist-1=flip(0; radiologist-1) \
      keeps one as it is. name*4=... makes name-1 to name-4, drawn independently. The experts may also be a JSON file: \
      {"shoes": "specialist(0.9; 5,7,9)"}. An expert gives the same row the same label again for the same seed.
      """)

  @Option(help: "Images in IDX, .gz or not.")
  var images: String?

  @Option(help: "Labels in IDX, .gz or not.")
  var labels: String?

  @Option(help: "Rows in JSON Lines, CSV (either .gz too) or safetensors, in place of images.")
  var data: String?

  @Option(help: "Experts as name=kind(arguments), separated by ;, or a JSON file.")
  var experts: String

  @Option(help: "Where the random numbers start.")
  var seed: UInt64

  @Option(help: "File to write: .safetensors or .jsonl.")
  var out: String

  @Option(help: "Take only this many rows, from the first on.")
  var limit: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (images == nil) == (labels == nil), (images == nil) != (data == nil) else {
      throw ValidationError("Give --images with --labels, or --data.")
    }
    guard out.hasSuffix(".safetensors") || out.hasSuffix(".jsonl") else {
      throw ValidationError("--out must end in .safetensors or .jsonl.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() throws {
    let source = try limited(source())
    let specification = try ExpertSpecification(experts)
    let simulated = try SimulatedExpert.parse(
      spec: specification.line, classes: source.classes, sources: source.experts)
    let examples = source.simulating(simulated, seed: seed)
    if out.hasSuffix(".jsonl") {
      try ExamplesFile.writeJSONLines(examples, to: out)
    } else {
      try ExamplesFile.writeSafetensors(examples, to: out)
    }
    try report(examples)
  }

  private func source() throws -> Examples {
    if let data { return try ExamplesFile.read(data).examples }
    guard let images, let labels else { throw Failure.usage("give --images with --labels, or --data") }
    return try Examples(images: images, labels: labels)
  }

  private func limited(_ examples: Examples) -> Examples {
    guard let limit, limit < examples.rows else { return examples }
    return examples.first(limit)
  }

  private func report(_ examples: Examples) throws(Failure) {
    let right = ConfusionMatrices(examples, rows: 0..<examples.rows).accuracy
    guard !json else {
      let accuracy = zip(examples.experts, right).map { JSONMember($0, .orNull($1)) }
      return try StandardOutput.json(
        .members(["out": .string(out), "rows": .count(examples.rows), "expert_accuracy": .object(accuracy)]))
    }
    let table = zip(examples.experts, right).map { [$0, Figures.percent($1)] }
    try StandardOutput.line(
      Figures.table([["expert", "right"]] + table) + "\n\nwrote \(examples.rows) rows to \(out)")
  }
}
