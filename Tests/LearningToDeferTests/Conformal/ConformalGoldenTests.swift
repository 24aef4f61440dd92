import LearningToDefer
import Testing

private struct ConformalCase: Decodable {
  struct Exact: Decodable {
    let alpha: Double
    let rule: String
    let threshold: Double?
    let sets: [[Bool]]
  }
  struct Naive: Decodable {
    let alpha: Double
    let threshold: Double?
    let sets: [[Bool]]
  }
  struct Regularised: Decodable {
    let alpha: Double
    let beta: Double
    let kappa: Double
    let lambda: Double?
    let sets: [[Bool]]
  }
  let exact: [Exact]
  let naive: [Naive]
  let regularised: [Regularised]
  let naive_row_scores: [Double?]
  let scores: [[Double]]
  let correct: [[Truth]]
  let test_scores: [[Double]]

  var truths: [Bool] { correct.flatMap { $0.map(\.value) } }
}

/// Written as true or as 1.
private struct Truth: Decodable {
  let value: Bool

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = try (try? container.decode(Bool.self)) ?? (container.decode(Int.self) == 1)
  }
}

struct ConformalGoldenTests {
  @Test func `exact thresholds and sets are the golden ones`() throws {
    for golden in try golden("conformal", as: [ConformalCase].self) {
      let experts = golden.scores[0].count
      let fitted = ExactConformal(
        scores: golden.scores.flatMap(\.self), correct: golden.truths, experts: experts)
      for expected in golden.exact {
        let threshold = fitted.threshold(alpha: expected.alpha)
        switch threshold {
        case .everyone: #expect(expected.rule == "everyone")
        case .top: #expect(expected.rule == "top")
        case .threshold(let t):
          #expect(expected.rule == "threshold")
          #expect(agree(t, expected.threshold ?? .nan, absolute: 1e-12))
        }
        for (row, members) in zip(golden.test_scores, expected.sets) {
          let set = row.withUnsafeBufferPointer {
            ConformalSet.exact(scores: $0, threshold: threshold, available: ExpertSet(all: experts))
          }
          #expect((0..<experts).map(set.contains) == members)
        }
      }
    }
  }

  @Test func `naive scores, thresholds and sets are the golden ones`() throws {
    for golden in try golden("conformal", as: [ConformalCase].self) {
      let experts = golden.scores[0].count
      let fitted = NaiveConformal(
        scores: golden.scores.flatMap(\.self), correct: golden.truths, experts: experts)
      let scores = golden.naive_row_scores.compactMap(\.self).sorted()
      #expect(fitted.sortedScores.count == scores.count)
      #expect(zip(fitted.sortedScores, scores).allSatisfy { agree($0, $1, absolute: 1e-12) })
      for expected in golden.naive {
        let threshold = fitted.threshold(alpha: expected.alpha)
        #expect((threshold == nil) == (expected.threshold == nil))
        #expect(agree(threshold ?? 0, expected.threshold ?? 0, absolute: 1e-12))
        for (row, members) in zip(golden.test_scores, expected.sets) {
          let set = row.withUnsafeBufferPointer {
            ConformalSet.naive(probabilities: $0, threshold: threshold, available: ExpertSet(all: experts))
          }
          #expect((0..<experts).map(set.contains) == members)
        }
      }
    }
  }

  @Test func `the paper's kappas, lambdas and sets are the golden ones`() throws {
    for golden in try golden("conformal", as: [ConformalCase].self) {
      let experts = golden.scores[0].count
      for expected in golden.regularised {
        let fitted = PaperConformal(
          scores: golden.scores.flatMap(\.self), correct: golden.truths, experts: experts,
          alpha: expected.alpha, beta: expected.beta)
        #expect(fitted.kappa == expected.kappa)
        #expect((fitted.lambda == nil) == (expected.lambda == nil))
        #expect(agree(fitted.lambda ?? 0, expected.lambda ?? 0, absolute: 1e-12))
        for (row, members) in zip(golden.test_scores, expected.sets) {
          let set = row.withUnsafeBufferPointer {
            fitted.set(probabilities: $0, available: ExpertSet(all: experts))
          }
          #expect((0..<experts).map(set.contains) == members)
        }
      }
    }
  }
}
