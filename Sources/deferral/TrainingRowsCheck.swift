import Formats
import LearningToDefer

/// Looks for rows that a model cannot learn from as they seem to be meant.
struct TrainingRowsCheck {
  /// Labels below which an expert's estimate is hardly more than a guess.
  private static let fewLabels = 50

  let rows: TrainingRows
  /// Whether the model learns of experts.
  let asksExperts: Bool
  private var examples: Examples { rows.examples }

  /// Warns of what is doubtful.
  ///
  /// - Throws: `FormatError` for an expert whom nothing could be learned about: the model would ask them by chance.
  func run() throws(FormatError) {
    let training = rows[.training].filter { examples.labels[$0] >= 0 }
    for (expert, name) in examples.experts.enumerated() where asksExperts {
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
    guard labels > 0 else {
      throw FormatError(
        file: rows.file, place: expert, problem: "the expert has no label in the training rows",
        cure: "give labels of this expert, or leave it out with --experts")
    }
    if labels < Self.fewLabels {
      warn("expert \(expert) has only \(labels) labels in the training rows: estimates will be rough")
    }
  }

  private func warn(_ text: String) {
    StandardError.write("deferral: \(text)\n")
  }
}
