import LearningToDefer
import Testing

private struct LossCase: Decodable, Sendable {
  let name: String
  let surrogate: String
  let classes: Int
  let experts: Int
  let logits: [[Double]]
  let labels: [Int]
  let correct: [[Int8]]
  let loss: [Double]
  let gradient: [[Double]]
}

private func evaluate(
  _ surrogate: any Surrogate, _ logits: [Float], label: Int, correct: [Int8]
) -> (loss: Double, gradient: [Float]) {
  var gradient = [Float](repeating: .nan, count: logits.count)
  let loss = logits.withUnsafeBufferPointer { logits in
    correct.withUnsafeBufferPointer { correct in
      gradient.withUnsafeMutableBufferPointer {
        surrogate.loss(logits, label: label, correct: correct, gradient: $0)
      }
    }
  }
  return (loss, gradient)
}

struct SurrogateTests {
  @Test(arguments: SurrogateName.allCases)
  func `loss and gradient are the golden ones`(name: SurrogateName) throws {
    let cases = try golden("losses", as: [LossCase].self).filter { $0.surrogate == name.rawValue }
    #expect(cases.count >= 4)
    for golden in cases {
      for row in golden.logits.indices {
        let found = evaluate(
          name.surrogate, golden.logits[row].map { Float($0) }, label: golden.labels[row],
          correct: golden.correct[row])
        #expect(
          agree(found.loss, golden.loss[row], relative: 1e-5, absolute: 1e-6),
          "\(golden.name), row \(row): \(found.loss) for \(golden.loss[row])")
        for (index, expected) in golden.gradient[row].enumerated() {
          #expect(
            agree(Double(found.gradient[index]), expected, relative: 1e-5, absolute: 1e-6),
            "\(golden.name), row \(row), output \(index)")
        }
      }
    }
  }

  @Test(arguments: SurrogateName.allCases)
  func `the gradient is the difference quotient of the loss`(name: SurrogateName) {
    for seed in 0..<40 as Range<UInt64> {
      let logits = randomFloats(7, scale: 4, seed: seed)
      let correct: [Int] = [1, 0, -1, Int(seed % 3) - 1]
      let label = Int(seed % 3)
      let found = evaluate(name.surrogate, logits, label: label, correct: correct.map { Int8($0) })
      let exact = logits.map(Double.init)
      #expect(
        agree(found.loss, referenceLoss(name, logits: exact, label: label, correct: correct), absolute: 1e-9))
      for index in logits.indices {
        let step = 1e-5
        var above = exact
        var below = exact
        above[index] += step
        below[index] -= step
        let quotient =
          (referenceLoss(name, logits: above, label: label, correct: correct)
            - referenceLoss(name, logits: below, label: label, correct: correct)) / (2 * step)
        #expect(agree(Double(found.gradient[index]), quotient, absolute: 1e-6))
      }
    }
  }

  @Test func `softmax does not change when every logit moves by one amount`() {
    let logits = randomFloats(6, scale: 3, seed: 1)
    let plain = evaluate(Softmax(), logits, label: 1, correct: [1, -1, 0])
    let moved = evaluate(Softmax(), logits.map { $0 + 64 }, label: 1, correct: [1, -1, 0])
    #expect(agree(moved.loss, plain.loss, absolute: 1e-4))
    for (a, b) in zip(moved.gradient, plain.gradient) { #expect(abs(a - b) < 1e-5) }
  }

  @Test(arguments: SurrogateName.allCases)
  func `the order of experts does not matter`(name: SurrogateName) {
    let plain = evaluate(name.surrogate, [0.3, -1, 2, 0.7, -0.2], label: 0, correct: [1, 0, -1])
    let turned = evaluate(name.surrogate, [0.3, -1, -0.2, 2, 0.7], label: 0, correct: [-1, 1, 0])
    #expect(agree(plain.loss, turned.loss, absolute: 1e-12))
    #expect(plain.gradient == [0, 1, 3, 4, 2].map { turned.gradient[$0] })
  }

  @Test(arguments: SurrogateName.allCases)
  func `an expert without a label neither counts nor moves`(name: SurrogateName) {
    let small = evaluate(name.surrogate, [0.3, -1, 2], label: 1, correct: [1])
    let large = evaluate(name.surrogate, [0.3, -1, 2, 900], label: 1, correct: [1, -1])
    #expect(large.gradient == small.gradient + [0])
    #expect(agree(large.loss, small.loss, absolute: 1e-12))
  }
}
