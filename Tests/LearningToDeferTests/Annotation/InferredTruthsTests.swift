import LearningToDefer
import Testing

struct InferredTruthsTests {
  private func examples(hidden: Range<Int>) -> Examples {
    var examples = syntheticExamples(rows: 400, classes: 3, experts: 6, missing: 0.2)
    for row in hidden { examples.labels[row] = -1 }
    return examples
  }

  @Test func `only rows without an outcome and with two labels get a target, and it reaches the threshold`() {
    var examples = examples(hidden: 0..<200)
    for expert in 1..<6 { examples.expertLabels[expert] = -1 }
    let rows = Array(0..<300)
    let inferred = InferredTruths(examples, rows: rows, threshold: 0.9)
    #expect(inferred[0] == nil)
    #expect(inferred.count > 50 && inferred.count < inferred.candidates && inferred.candidates < 200)
    for row in inferred.rows {
      #expect(row < 200)
      #expect((inferred[row]?.max() ?? 0) >= 0.9)
      #expect(agree(inferred[row]?.reduce(0, +) ?? 0, 1, absolute: 1e-12))
    }
    #expect(InferredTruths(examples, rows: rows, threshold: 0.99).count < inferred.count)
    #expect(InferredTruths(examples, rows: Array(200..<400), threshold: 0).candidates == 0)
  }

  @Test func `what is inferred is mostly right`() {
    let hidden = examples(hidden: 0..<200)
    let known = examples(hidden: 0..<0)
    let inferred = InferredTruths(hidden, rows: Array(0..<400), threshold: 0.9)
    let right = inferred.rows.count { row in
      guard let target = inferred[row] else { return false }
      return target.firstIndex(of: target.max() ?? 0) == Int(known.labels[row])
    }
    #expect(Double(right) > 0.85 * Double(inferred.count))
  }
}
