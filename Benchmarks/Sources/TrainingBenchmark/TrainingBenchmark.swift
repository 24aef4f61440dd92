import ArgumentParser

/// Times training and evaluation piece by piece, for `compare.py` to set beside a peer.
@main
struct TrainingBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure training and evaluation; Benchmarks/run starts it.",
    subcommands: [WriteRows.self, Train.self, Evaluate.self, Products.self])
}

/// The network and the rows that both sides measure.
struct Workload: ParsableArguments {
  @Argument(help: "Rows in safetensors, as `rows` writes them.")
  var file: String

  @Option(help: "The width of the hidden layer.")
  var hidden = 128
}
