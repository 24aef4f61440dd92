import Formats
import Foundation
import LearningToDefer

/// Trains with the settings that a search finds.
struct SearchedTraining {
  let rows: TrainingRows
  let candidates: [TrainingSettings]
  let checkpointing: Checkpointing
  let places: SearchPlaces
  /// Whether a search that was interrupted goes on.
  let resumes: Bool

  func run() throws -> Trained {
    guard !rows[.validation].isEmpty else {
      throw Failure.data(
        "\(rows.file): no row is left for validation, which the search goes by; give more rows")
    }
    let search = HyperparameterSearch(candidates)
    StandardError.write(
      "deferral: search: \(SearchReport.budget(search.plan, epochs: candidates[0].epochs))\n")
    if !resumes { places.remove() }
    try places.create()
    let line = ProgressLine()
    defer { line.finish() }
    do throws(TrainingError) {
      let result = try run(search, showing: line)
      return Trained(
        settings: result.trials[0].settings, outcome: result.outcome,
        search: SearchReport(trials: result.trials, plan: search.plan))
    } catch {
      if case .diverged(let epoch) = error { throw rows.diverged(epoch: epoch) }
      throw checkpointing.cause(of: error)
    }
  }

  private func run(
    _ search: HyperparameterSearch, showing line: ProgressLine
  ) throws(TrainingError) -> HyperparameterSearch.Result {
    try search.run(rows.examples, training: rows[.training], validation: rows[.validation]) {
      trial throws(TrainingError) in
      try checkpointing.load(places[trial])
    } keep: { trial, pauses, capture throws(TrainingError) in
      try checkpointing.keep(places[trial], now: pauses, capture)
    } progress: { progress in
      line.show(
        progress.share,
        "trial \(progress.trial.number + 1)/\(candidates.count) (\(SearchReport.settings(progress.trial))), "
          + progress.training.text, isMilestone: progress.training.endsEpoch)
      return true
    }
  }
}

/// Where the trials of a search are kept: a directory beside the bundle.
struct SearchPlaces {
  let directory: String
  /// What identifies a trial's training.
  let identity: (TrainingSettings) -> JSONValue

  /// Names the directory of a bundle's search.
  init(ofBundle out: String, identity: @escaping (TrainingSettings) -> JSONValue) {
    // As `CheckpointFile` trims it.
    let path = URL(fileURLWithPath: out).standardizedFileURL.path
    directory = path + ".search"
    self.identity = identity
  }

  subscript(trial: SearchTrial) -> Checkpointing.Place {
    Checkpointing.Place(
      file: CheckpointFile(path: "\(directory)/trial-\(trial.number + 1).safetensors"),
      identity: identity(trial.settings))
  }

  func create() throws(FormatError) {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw FormatError(
        file: directory, problem: "cannot create the directory", cure: "check the permissions")
    }
  }

  /// Removes the trials, and the directory if nothing else is in it.
  func remove() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    where name.hasPrefix("trial-") && name.hasSuffix(".safetensors") {
      CheckpointFile(path: "\(directory)/\(name)").remove()
    }
    rmdir(directory)
  }
}
