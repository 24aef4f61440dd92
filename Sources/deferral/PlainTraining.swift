import Formats
import LearningToDefer

/// A network that was trained, with the settings that it was trained with.
struct Trained {
  let settings: TrainingSettings
  let outcome: TrainingOutcome
  /// Every trial, the winner first, where the settings were searched for.
  var search: SearchReport?
}

/// Trains once, with the settings as they were given.
struct PlainTraining {
  let rows: TrainingRows
  let settings: TrainingSettings
  let checkpointing: Checkpointing
  let place: Checkpointing.Place
  /// Whether a training that was interrupted goes on.
  let resumes: Bool

  func run() throws -> Trained {
    let line = ProgressLine()
    defer { line.finish() }
    do throws(TrainingError) {
      return Trained(settings: settings, outcome: try train(showing: line))
    } catch {
      if case .diverged(let epoch) = error { throw rows.diverged(epoch: epoch) }
      throw checkpointing.cause(of: error)
    }
  }

  private func train(showing line: ProgressLine) throws(TrainingError) -> TrainingOutcome {
    try Trainer(settings: settings).train(
      rows.examples, training: rows[.training], validation: rows[.validation], resuming: start()
    ) { progress in
      line.show(
        Double(progress.step) / Double(max(progress.steps, 1)), progress.text, isMilestone: progress.endsEpoch
      )
      return true
    } checkpoint: { capture throws(TrainingError) in
      try checkpointing.keep(place, capture)
    }
  }

  private func start() throws(TrainingError) -> TrainingCheckpoint? {
    guard resumes else {
      if place.file.exists {
        StandardError.write(
          "deferral: \(place.file.path) is of a training that was interrupted; --resume would go on with it\n"
        )
      }
      return nil
    }
    let state = try checkpointing.load(place)
    StandardError.write(
      state.map { "deferral: going on in epoch \($0.epoch) from \(place.file.path)\n" }
        ?? "deferral: there is no \(place.file.path): starting from the beginning\n")
    return state
  }
}

extension TrainingProgress {
  /// Whether it is the last step of an epoch.
  var endsEpoch: Bool { step % max(steps / max(epochs, 1), 1) == 0 }

  /// How far it is, in words.
  var text: String {
    let validation = validationLoss.map { ", validation \(Figures.decimal($0, places: 4))" } ?? ""
    return "epoch \(epoch)/\(epochs), loss \(Figures.decimal(trainingLoss, places: 4))" + validation
      + ", \(Figures.rate(rowsPerSecond)) rows/s"
  }
}
