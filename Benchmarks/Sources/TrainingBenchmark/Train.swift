import ArgumentParser
import Formats
import LearningToDefer

/// Trains one epoch a turn.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Train, one epoch a line of standard input.")

  @OptionGroup var workload: Workload

  @Option(help: "The rows of a step.")
  var batch = 128

  @Option(help: "The worker threads.")
  var threads = 1

  @Option(help: "adam or sgd.")
  var optimizer = "adam"

  @Option(help: "ova or softmax.")
  var surrogate = "ova"

  func run() throws {
    let examples = try ExamplesFile.read(workload.file).examples
    guard let surrogate = SurrogateName(rawValue: surrogate) else {
      throw ValidationError("--surrogate is ova or softmax.")
    }
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.hidden = [workload.hidden]
    settings.epochs = 1_000_000
    settings.batchSize = batch
    settings.optimizer = optimizer == "sgd" ? .sgd(momentum: 0.9) : .adam
    settings.learningRate = optimizer == "sgd" ? 1e-2 : 1e-3
    settings.cosine = false
    settings.standardize = false
    settings.threads = threads
    var turn = Turn()
    Turn.ready()
    guard turn.wait() else { return }
    do {
      _ = try Trainer(settings: settings).train(examples, training: Array(0..<examples.rows)) { progress in
        guard progress.step * progress.epochs == progress.epoch * progress.steps else { return true }
        turn.end(result: progress.trainingLoss)
        return turn.wait()
      }
    } catch .cancelled {}
  }
}
