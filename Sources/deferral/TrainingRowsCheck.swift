import Formats
import LearningToDefer

/// Looks for rows that a model cannot learn from as they seem to be meant.
struct TrainingRowsCheck {
  let rows: TrainingRows
  let surrogate: SurrogateName
  private var examples: Examples { rows.examples }

  /// Warns of what is doubtful.
  ///
  /// - Throws: `FormatError` for an expert whom nothing could be learned about, where the surrogate takes no priors: the model would
  ///   ask them by chance.
  func run() throws(FormatError) {
    let training = rows[.training].filter { examples.labels[$0] >= 0 }
    for (expert, name) in examples.experts.enumerated() where surrogate.surrogate.defers {
      try check(name, labels: training.count { examples.correctness(row: $0, expert: expert) >= 0 })
    }
    let seen = Set(examples.labels)
    for (index, name) in examples.classes.enumerated() where !seen.contains(Int32(index)) {
      warn("class \"\(name)\" is never the true label: if it is a slip in an expert's label, correct it")
    }
    if rows[.gate].isEmpty {
      warn("no row is held out: there are too few to tell how good the model is")
    }
  }

  private func check(_ expert: String, labels: Int) throws(FormatError) {
    guard labels < TeamPrior.minimumLabels else { return }
    let few =
      "expert \(expert) has \(labels == 0 ? "no label" : "only \(labels) labels") in the training rows"
    let estimator = CorrectnessEstimator(
      surrogate: surrogate, classes: examples.classes.count, experts: examples.experts.count)
    guard !estimator.takesPriors else {
      return warn("\(few): estimated by the others' accuracies until there are \(TeamPrior.minimumLabels)")
    }
    guard labels > 0 else {
      throw FormatError(
        file: rows.file, place: expert, problem: "the expert has no label in the training rows",
        cure: "give labels of this expert, or leave it out with --experts")
    }
    warn("\(few): estimates will be rough")
  }

  private func warn(_ text: String) {
    StandardError.write("deferral: \(text)\n")
  }
}
