import LearningToDefer

/// All statistics fitted on the deferred calibration rows of one system.
struct FittedSets {
  private let naive: NaiveConformal
  private let exact: ExactConformal
  private let paper: PaperConformal
  private let everyone: ExpertSet
  private let alpha: Double

  init(_ rows: [DeferredRow], experts: Int, alpha: Double, seed: Int) {
    let probabilities = rows.flatMap(\.probabilities)
    let correct = rows.flatMap(\.correct)
    self.alpha = alpha
    everyone = ExpertSet(all: experts)
    naive = NaiveConformal(scores: probabilities, correct: correct, experts: experts)
    exact = ExactConformal(scores: rows.flatMap(\.scores), correct: correct, experts: experts)
    paper = PaperConformal(
      scores: probabilities, correct: correct, experts: experts, alpha: alpha, seed: UInt64(seed))
  }

  /// The deferred rows that a statistic's threshold was fitted on.
  func rows(_ statistic: SetStatistic) -> Int {
    statistic == .paper ? paper.rows : exact.rows
  }

  /// Whether the paper's `λ̂` is one that Proposition B.1 speaks of.
  var isWithinProposition: Bool { paper.isWithinProposition }

  /// The set of one row.
  func set(_ statistic: SetStatistic, of row: DeferredRow) -> ExpertSet {
    row.probabilities.withUnsafeBufferPointer { probabilities in
      switch statistic {
      case .naive:
        ConformalSet.naive(
          probabilities: probabilities, threshold: naive.threshold(alpha: alpha), available: everyone)
      case .exact:
        row.scores.withUnsafeBufferPointer {
          ConformalSet.exact(scores: $0, threshold: exact.threshold(alpha: alpha), available: everyone)
        }
      case .paper: paper.set(probabilities: probabilities, available: everyone)
      }
    }
  }
}
