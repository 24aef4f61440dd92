import LearningToDefer
import Testing

struct ConformalSetTests {
  private func exact(_ scores: [Double], _ threshold: ConformalThreshold, _ available: [Int]) -> [Int] {
    scores.withUnsafeBufferPointer {
      ConformalSet.exact(
        scores: $0, threshold: threshold, available: ExpertSet(available, of: scores.count)
      ).indices
    }
  }

  private func naive(_ scores: [Double], _ threshold: Double?, _ available: [Int]) -> [Int] {
    scores.withUnsafeBufferPointer {
      ConformalSet.naive(
        probabilities: $0, threshold: threshold, available: ExpertSet(available, of: scores.count)
      ).indices
    }
  }

  @Test func `a set holds those at or above the threshold and the top one`() {
    #expect(exact([0.1, 0.5, 0.9], .threshold(0.5), [0, 1, 2]) == [1, 2])
    #expect(exact([0.1, 0.5, 0.9], .threshold(2), [0, 1, 2]) == [2])
    #expect(exact([0.1, 0.5, 0.9], .top, [0, 1, 2]) == [2])
    #expect(exact([0.1, 0.5, 0.9], .everyone, [0, 1, 2]) == [0, 1, 2])
  }

  @Test func `only available experts enter, and the top is theirs`() {
    #expect(exact([0.1, 0.5, 0.9], .threshold(0.7), [0, 1]) == [1])
    #expect(exact([0.1, 0.5, 0.9], .everyone, [0, 2]) == [0, 2])
    #expect(exact([0.1, 0.5, 0.9], .top, []) == [])
    #expect(naive([0.1, 0.5, 0.9], 0.3, [0, 1]) == [1])
    #expect(naive([0.1, 0.5, 0.9], nil, [0, 1]) == [0, 1])
  }

  @Test func `the lowest index wins a tie`() {
    #expect(exact([0.5, 0.9, 0.9], .top, [0, 1, 2]) == [1])
    #expect(naive([0.9, 0.5, 0.9], 0.9, [0, 1, 2]) == [0])
  }

  @Test func `a naive set grows while the sum stays within the threshold`() {
    #expect(naive([0.25, 0.5, 0.75], 1.25, [0, 1, 2]) == [1, 2])
    #expect(naive([0.25, 0.5, 0.75], 1.24, [0, 1, 2]) == [2])
  }

  @Test func `the naive threshold is the score of its rank`() {
    let fitted = NaiveConformal(sortedScores: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(fitted.threshold(alpha: 0.05) == nil)
    #expect(fitted.threshold(alpha: 0.1) == 9)
    #expect(fitted.threshold(alpha: 0.3) == 7)
    #expect(fitted.threshold(alpha: 1) == 1)
    #expect(NaiveConformal(sortedScores: []).threshold(alpha: 0.5) == nil)
  }
}
