import Foundation
import LearningToDefer

/// A surrogate loss in plain float64, written from the paper.
func referenceLoss(_ name: SurrogateName, logits: [Double], label: Int, correct: [Int]) -> Double {
  let first = logits.count - correct.count
  let seen = correct.indices.filter { correct[$0] >= 0 }
  let phi = { (z: Double) in log(1 + exp(-z)) }
  let sum = { (outputs: [Int]) in outputs.reduce(0.0) { $0 + exp(logits[$1]) } }
  switch name {
  case .oneVsAll, .rejectorOnly:
    let own = (0..<first).reduce(0.0) { $0 + phi($1 == label ? logits[$1] : -logits[$1]) }
    return seen.reduce(own) { $0 + phi(correct[$1] == 1 ? logits[first + $1] : -logits[first + $1]) }
  case .softmax:
    let all = sum((0..<first).map { $0 } + seen.map { first + $0 })
    return seen.reduce(-log(exp(logits[label]) / all)) {
      $0 - (correct[$1] == 1 ? log(exp(logits[first + $1]) / all) : 0)
    }
  case .mixtureOfExperts:
    let weights = sum([first - 1] + seen.map { first + $0 })
    let own = exp(logits[first - 1]) / weights * exp(logits[label]) / sum(Array(0..<first - 1))
    return -log(
      seen.reduce(own) { $0 + (correct[$1] == 1 ? exp(logits[first + $1]) / weights : 0) })
  default:
    return -log(exp(logits[label]) / sum(Array(logits.indices)))
  }
}
