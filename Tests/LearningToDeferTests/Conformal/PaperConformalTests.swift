import LearningToDefer
import Testing

struct PaperConformalTests {
  private func draw(_ rows: Int, experts: Int = 5, seed: UInt64 = 1) -> (scores: [Double], correct: [Bool]) {
    var generator = SeededGenerator(seed: seed)
    let scores = (0..<rows * experts).map { _ in generator.uniform() }
    return (scores, scores.map { generator.uniform() < $0 })
  }

  /// The formula as the paper writes it, for every λ of the grid.
  private func lambda(_ rows: (scores: [Double], correct: [Bool]), alpha: Double, beta: Double, kappa: Double)
    -> Double?
  {
    let n = Double(rows.scores.count / 5)
    return PaperConformal.lambdas.first { lambda in
      var sum = 0.0
      for start in stride(from: 0, to: rows.scores.count, by: 5) {
        let right = (start..<start + 5).filter { rows.correct[$0] }
        let missed = right.filter { rows.scores[$0] + beta * (rows.scores[$0] - kappa) <= 1 - lambda }
        if !right.isEmpty { sum += Double(missed.count) / Double(right.count) }
      }
      return n / (n + 1) * (sum / n) + 1 / (n + 1) <= alpha
    }
  }

  @Test func `lambda is the one that trying the whole grid finds`() {
    for seed in 1...3 {
      let rows = draw(150, seed: UInt64(seed))
      for (alpha, beta, kappa) in [(0.1, 0.001, 0.4), (0.2, 1.3, 0.5), (0.07, 3.5, 0.9), (0.3, 2, 0.1)] {
        let fitted = PaperConformal(
          scores: rows.scores, correct: rows.correct, experts: 5, alpha: alpha, beta: beta, kappa: kappa)
        #expect(fitted.lambda == lambda(rows, alpha: alpha, beta: beta, kappa: kappa))
      }
    }
  }

  @Test
  func `where kappa bounds the threshold from below no lambda reaches alpha, and the sets are everyone`() {
    let rows = draw(400)
    let fitted = PaperConformal(
      scores: rows.scores, correct: rows.correct, experts: 5, alpha: 0.05, beta: 3.5, kappa: 0.9)
    #expect(fitted.lambda == nil && fitted.threshold == nil && !fitted.isWithinProposition)
    let set = [0.0, 0, 0, 0, 0].withUnsafeBufferPointer {
      fitted.set(probabilities: $0, available: ExpertSet([1, 3], of: 5))
    }
    #expect(set.indices == [1, 3])
    let few = PaperConformal(scores: [0.1, 0.2], correct: [true, true], experts: 2, alpha: 0.1, beta: 0.001)
    #expect(few.lambda == nil)
  }

  @Test func `kappa and beta are chosen on thirty of a hundred rows and lambda holds alpha on the others`() {
    let rows = draw(1000)
    let fitted = PaperConformal(scores: rows.scores, correct: rows.correct, experts: 5, alpha: 0.1)
    #expect(fitted.rows == 700)
    #expect(PaperConformal.betas.contains(fitted.beta))
    let fresh = draw(4000, seed: 99)
    var (missed, members) = (0.0, 0)
    for start in stride(from: 0, to: fresh.scores.count, by: 5) {
      let set = fresh.scores[start..<start + 5].withUnsafeBufferPointer {
        fitted.set(probabilities: $0, available: ExpertSet(all: 5))
      }
      let right = (0..<5).filter { fresh.correct[start + $0] }
      members += set.count
      if !right.isEmpty { missed += Double(right.count { !set.contains($0) }) / Double(right.count) }
    }
    #expect(agree(missed / 4000, 0.1, absolute: 0.02))
    #expect(members < 4000 * 5)
  }

  @Test func `sets grow as alpha falls`() {
    let rows = draw(500)
    let thresholds = stride(from: 0.4, to: 0.02, by: -0.02).map { alpha in
      PaperConformal(
        scores: rows.scores, correct: rows.correct, experts: 5, alpha: alpha, beta: 0.001
      ).threshold ?? -.infinity
    }
    #expect(zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func `ten thousand rows, fifty betas and 1500 lambdas take well under a second`() {
    let rows = draw(10_000, experts: 10)
    let time = ContinuousClock().measure {
      let fitted = PaperConformal(scores: rows.scores, correct: rows.correct, experts: 10, alpha: 0.1)
      #expect(fitted.lambda != nil)
    }
    #expect(time < .seconds(1))
  }
}
