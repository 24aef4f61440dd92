import LearningToDefer
import Testing

/// Random calibration rows; few distinct scores make ties common.
struct CalibrationDraw {
  let experts: Int
  let rows: Int
  var scores: [Double] = []
  var correct: [Bool] = []

  init(rows: Int, experts: Int, levels: Int? = nil, seed: UInt64) {
    self.rows = rows
    self.experts = experts
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<rows * experts {
      let score = levels.map { Double(generator.index(below: $0)) } ?? generator.uniform()
      scores.append(score)
      correct.append(generator.uniform() < (levels == nil ? score : 0.4))
    }
  }

  func set(_ row: Int, threshold: ConformalThreshold) -> ExpertSet {
    Array(scores[row * experts..<(row + 1) * experts]).withUnsafeBufferPointer {
      ConformalSet.exact(scores: $0, threshold: threshold, available: ExpertSet(all: experts))
    }
  }

  /// The share of a row's correct experts outside a set, from its definition.
  func falseNegativeRate(_ row: Int, threshold: ConformalThreshold) -> Double {
    let right = (0..<experts).filter { correct[row * experts + $0] }
    let set = set(row, threshold: threshold)
    return right.isEmpty ? 0 : Double(right.filter { !set.contains($0) }.count) / Double(right.count)
  }
}

struct ExactConformalTests {
  static let alphas = [0.0, 0.01, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.9]

  @Test(arguments: 0..<60 as Range<UInt64>, [nil, 4])
  func `the threshold is the largest that keeps the bound, by brute force`(seed: UInt64, levels: Int?) {
    let draw = CalibrationDraw(
      rows: 3 + Int(seed % 40), experts: 1 + Int(seed % 6), levels: levels, seed: seed)
    let fitted = ExactConformal(scores: draw.scores, correct: draw.correct, experts: draw.experts)
    for alpha in Self.alphas {
      #expect(fitted.threshold(alpha: alpha) == bruteForce(draw, alpha: alpha))
    }
  }

  /// Tries every finite score of a correct expert who is not a row's top, and +∞.
  private func bruteForce(_ draw: CalibrationDraw, alpha: Double) -> ConformalThreshold {
    var candidates: Set<Double> = [.infinity]
    for row in 0..<draw.rows {
      let own = Array(draw.scores[row * draw.experts..<(row + 1) * draw.experts])
      let top = own.firstIndex(of: own.max() ?? 0)
      for j in own.indices where j != top && draw.correct[row * draw.experts + j] {
        candidates.insert(own[j])
      }
    }
    let holding = candidates.filter { t in
      let threshold = t == .infinity ? ConformalThreshold.top : .threshold(t)
      let sum = (0..<draw.rows).reduce(0.0) { $0 + draw.falseNegativeRate($1, threshold: threshold) }
      return sum + 1 <= Double(draw.rows + 1) * alpha + 1e-9
    }
    guard let largest = holding.max() else { return .everyone }
    return largest == .infinity ? .top : .threshold(largest)
  }

  @Test func `sets shrink as alpha grows`() {
    let draw = CalibrationDraw(rows: 400, experts: 6, seed: 1)
    let fitted = ExactConformal(scores: draw.scores, correct: draw.correct, experts: 6)
    for row in 0..<20 {
      var last = ExpertSet(all: 6)
      for alpha in stride(from: 0, through: 1, by: 0.01) {
        let set = draw.set(row, threshold: fitted.threshold(alpha: alpha))
        #expect(set.intersection(last) == set)
        last = set
      }
      #expect(last.count == 1)
    }
  }

  @Test func `the experts' order does not matter`() {
    let draw = CalibrationDraw(rows: 100, experts: 5, seed: 2)
    let turned = { (values: [Double]) in
      (0..<100).flatMap { row in (0..<5).map { values[row * 5 + ($0 + 2) % 5] } }
    }
    let plain = ExactConformal(scores: draw.scores, correct: draw.correct, experts: 5)
    let other = ExactConformal(
      scores: turned(draw.scores), correct: turned(draw.correct.map { $0 ? 1 : 0 }).map { $0 == 1 },
      experts: 5)
    #expect(plain.thresholds == other.thresholds)
    for alpha in Self.alphas { #expect(plain.threshold(alpha: alpha) == other.threshold(alpha: alpha)) }
  }

  @Test(arguments: [0.05, 0.1, 0.2])
  func `new rows miss a share of at most alpha, and nearly that`(alpha: Double) {
    var sum = 0.0
    let trials = 300
    for trial in 0..<trials {
      let draw = CalibrationDraw(rows: 300, experts: 5, seed: UInt64(trial))
      let fitted = ExactConformal(scores: draw.scores, correct: draw.correct, experts: 5)
      let threshold = fitted.threshold(alpha: alpha)
      let fresh = CalibrationDraw(rows: 300, experts: 5, seed: UInt64(trial + 10_000))
      sum += (0..<300).reduce(0.0) { $0 + fresh.falseNegativeRate($1, threshold: threshold) } / 300
    }
    // The mean of 90,000 rows: its standard error is below 0.0015.
    #expect(sum / Double(trials) <= alpha + 0.005)
    #expect(sum / Double(trials) >= alpha - 2.0 / 301 - 0.005)
  }

  @Test func `without rows it is everyone, and one expert is always the top`() {
    let none = ExactConformal(scores: [], correct: [], experts: 3)
    #expect(none.threshold(alpha: 0.5) == .everyone)
    let one = ExactConformal(scores: [1, 2, 3], correct: [true, false, true], experts: 1)
    #expect(one.threshold(alpha: 0.3) == .top)
    #expect(one.threshold(alpha: 0.2) == .everyone)
  }
}
