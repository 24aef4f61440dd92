import LearningToDefer

/// The difference quotient of the mean loss, from the reference network and the reference losses in float64.
///
/// - Parameter weights: The weight of each class's rows; all 1 if left out.
func lossQuotient(
  _ network: Network, _ examples: Examples, _ surrogate: SurrogateName, weights: [Double]? = nil,
  nudge: @escaping (inout ReferenceNetwork, Double) -> Void
) -> Double {
  let loss = { (step: Double) in
    var moved = ReferenceNetwork(network)
    nudge(&moved, step)
    return (0..<examples.rows).reduce(0.0) { sum, row in
      let logits = examples.features.withRow(row) { moved.logits(Array($0)) }
      let correct = examples.experts.indices.map { Int(examples.correctness(row: row, expert: $0)) }
      let label = Int(examples.labels[row])
      return sum
        + (weights?[label] ?? 1)
        * referenceLoss(surrogate, logits: logits, label: label, correct: correct)
    } / Double(examples.rows)
  }
  return (loss(1e-6) - loss(-1e-6)) / 2e-6
}
