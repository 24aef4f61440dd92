/// Experts whom a training can tell too little about: they get a prior in place of a trained output.
package struct NewExperts: Sendable {
  /// Their indices, ascending.
  package let indices: [Int]

  /// Finds those with fewer than `TeamPrior.minimumLabels` labelled rows.
  ///
  /// - Parameters:
  ///   - candidates: Whom to look at.
  ///   - rows: The training rows.
  package init(_ examples: Examples, among candidates: some Sequence<Int>, rows: [Int]) {
    indices = candidates.filter { expert in
      rows.count { examples.correctness(row: $0, expert: expert) >= 0 } < TeamPrior.minimumLabels
    }.sorted()
  }

  /// The examples without these experts' labels: then training leaves their outputs, and all else, alone.
  package func hidden(in examples: Examples) -> Examples {
    var hidden = examples
    for row in 0..<examples.rows {
      for expert in indices { hidden.expertLabels[row * examples.experts.count + expert] = -1 }
    }
    return hidden
  }

  /// The network with each prior's overall chance in place of the expert's output, for readers without priors.
  package func silenced(
    _ network: Network, estimator: CorrectnessEstimator, priors: [Int: ExpertPrior]
  ) -> Network {
    guard let first = estimator.firstExpertOutput else { return network }
    let surrogate = estimator.surrogate.surrogate
    return priors.reduce(network) { network, entry in
      let score = surrogate.score(ofProbability: entry.value.overall) ?? 0
      return network.replacingOutput(first + entry.key, by: Float(score))
    }
  }

  /// Each one's prior, from the others' accuracies and their own few labels.
  ///
  /// - Parameter rows: Training rows whose labels no policy asked for.
  /// - Complexity: O(rows · (parameters + J)).
  package func priors(
    network: Network, estimator: CorrectnessEstimator, examples: Examples, rows: [Int]
  ) -> [Int: ExpertPrior] {
    guard !indices.isEmpty, estimator.takesPriors else { return [:] }
    let team = Set(examples.experts.indices).subtracting(indices)
    let prior = TeamPrior(ConfusionMatrices(examples, rows: rows), experts: team.sorted())
    return Dictionary(
      uniqueKeysWithValues: indices.map { expert in
        let own = prior.expert(
          expert, of: examples, rows: rows, network: network, estimator: estimator)
        return (expert, own)
      })
  }
}

extension TeamPrior {
  /// The prior of an expert, whose labels count by the class that a model predicts.
  ///
  /// - Parameters:
  ///   - expert: The index in the examples, whose experts need not be the model's.
  ///   - rows: Rows whose labels no policy asked for; those without a label or a truth are passed over.
  package func expert(
    _ expert: Int, of examples: Examples, rows: [Int], network: Network, estimator: CorrectnessEstimator
  ) -> ExpertPrior {
    let labelled = rows.filter { examples.correctness(row: $0, expert: expert) >= 0 }
    let predicted = ModelPass.predictedClasses(
      network: network, estimator: estimator, examples: examples, rows: labelled)
    var right = [Int](repeating: 0, count: estimator.classes)
    var counts = right
    for (row, k) in zip(labelled, predicted) {
      counts[k] += 1
      right[k] += Int(examples.correctness(row: row, expert: expert))
    }
    return self.expert(right: right, rows: counts)
  }
}

extension ModelPass {
  /// Rows that go through the network together.
  private static let batch = 256

  /// The classifier's answers on some rows.
  fileprivate static func predictedClasses(
    network: Network, estimator: CorrectnessEstimator, examples: Examples, rows: [Int]
  ) -> [Int] {
    let pass = ModelPass(network: network, estimator: estimator, capacity: batch)
    return stride(from: 0, to: rows.count, by: batch).flatMap { start in
      let chunk = rows[start..<min(start + batch, rows.count)]
      let outputs = pass.run(chunk, of: examples)
      return chunk.indices.map { estimator.predictedClass(pass.row($0 - start, of: outputs)) }
    }
  }
}
