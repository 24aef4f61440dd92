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

struct SurrogateTests {
  /// Those that have golden numbers; a rejector's are one-vs-all's.
  static let withGolden = SurrogateName.allCases.filter { $0 != .rejectorOnly }
  /// Those whose networks have outputs for experts.
  static let ofExperts = SurrogateName.allCases.filter { $0 != .classifierOnly }

  @Test(arguments: withGolden)
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
      let logits = randomFloats(name.surrogate.outputs(classes: 3, experts: 4), scale: 4, seed: seed)
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

  @Test(arguments: [SurrogateName.softmax, .mixtureOfExperts])
  func `a softmax does not change when every logit moves by one amount`(name: SurrogateName) {
    let logits = randomFloats(name.surrogate.outputs(classes: 3, experts: 3), scale: 3, seed: 1)
    let plain = evaluate(name.surrogate, logits, label: 1, correct: [1, -1, 0])
    let moved = evaluate(name.surrogate, logits.map { $0 + 64 }, label: 1, correct: [1, -1, 0])
    #expect(agree(moved.loss, plain.loss, absolute: 1e-4))
    for (a, b) in zip(moved.gradient, plain.gradient) { #expect(abs(a - b) < 1e-5) }
  }

  @Test(arguments: ofExperts)
  func `the order of experts does not matter`(name: SurrogateName) {
    let first = name.surrogate.outputs(classes: 2, experts: 3) - 3
    let own = Array([0.3, -1, 0.4].prefix(first)) as [Float]
    let plain = evaluate(name.surrogate, own + [2, 0.7, -0.2], label: 0, correct: [1, 0, -1])
    let turned = evaluate(name.surrogate, own + [-0.2, 2, 0.7], label: 0, correct: [-1, 1, 0])
    #expect(agree(plain.loss, turned.loss, absolute: 1e-12))
    for (index, place) in (Array(0..<first) + [1, 2, 0].map { first + $0 }).enumerated() {
      #expect(abs(plain.gradient[index] - turned.gradient[place]) < 1e-7)
    }
  }

  @Test(arguments: ofExperts)
  func `outputs of experts without a label have gradient 0`(name: SurrogateName) {
    for seed in 0..<60 as Range<UInt64> {
      let logits = randomFloats(name.surrogate.outputs(classes: 3, experts: 6), scale: 5, seed: seed)
      let correct = (0..<6).map { Int8((Int(seed) >> $0 / 2 + $0) % 3) - 1 }
      let experts = evaluate(name.surrogate, logits, label: 1, correct: correct).gradient.suffix(6)
      for (gradient, seen) in zip(experts, correct) { #expect(seen >= 0 || gradient == 0) }
    }
  }

  @Test(arguments: ofExperts)
  func `an expert without a label neither counts nor moves`(name: SurrogateName) {
    let logits = randomFloats(name.surrogate.outputs(classes: 2, experts: 1), scale: 2, seed: 3)
    let small = evaluate(name.surrogate, logits, label: 1, correct: [1])
    let large = evaluate(name.surrogate, logits + [900], label: 1, correct: [1, -1])
    #expect(large.gradient == small.gradient + [0])
    #expect(agree(large.loss, small.loss, absolute: 1e-12))
  }

  @Test(arguments: SurrogateName.allCases, [Float(1e4), -1e4, 1e38])
  func `huge logits give finite losses and gradients`(name: SurrogateName, size: Float) {
    let count = name.surrogate.outputs(classes: 2, experts: 3)
    let logits = (0..<count).map { $0 % 2 == 0 ? size : -size }
    let found = evaluate(name.surrogate, logits, label: 1, correct: [1, 0, -1])
    #expect(found.loss.isFinite && found.loss >= 0)
    #expect(found.gradient.allSatisfy { $0.isFinite })
  }
}
