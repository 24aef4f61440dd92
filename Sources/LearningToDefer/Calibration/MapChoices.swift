/// The chosen map of every decider of one model, and how much it gained.
package struct MapChoices: Sendable, Equatable {
  /// The classifier's.
  package let classifier: MapChoice
  /// The experts', `[J]`.
  package let experts: [MapChoice]

  /// The maps alone.
  package var maps: CalibrationMaps {
    CalibrationMaps(classifier: classifier.map, experts: experts.map(\.map))
  }

  /// Chooses maps on the given rows of some examples.
  ///
  /// The classifier's map is fitted on rows with a truth, an expert's on those that the expert labelled too, deferred or not: a decision
  /// compares the estimates on every input. Rows that overflow the network are left out.
  ///
  /// - Parameters:
  ///   - estimator: Its maps, if it has any, are not looked at.
  ///   - rows: Rows that the network was not trained on, and whose labels no policy chose.
  /// - Complexity: O(rows · (parameters + J log rows)).
  package init(network: Network, estimator: CorrectnessEstimator, examples: Examples, rows: [Int]) {
    var classifier = DeciderRows()
    var experts = [DeciderRows](repeating: DeciderRows(), count: estimator.experts)
    let known = rows.filter { examples.labels[$0] >= 0 }
    let surrogate = estimator.surrogate.surrogate
    let pass = ModelPass(network: network, estimator: estimator, capacity: 256)
    var outputs = [Double](repeating: 0, count: estimator.experts)
    var shown = [Double](repeating: 0, count: estimator.classes)
    for start in stride(from: 0, to: known.count, by: pass.capacity) {
      let chunk = known[start..<min(start + pass.capacity, known.count)]
      let logits = pass.run(chunk, of: examples)
      for (place, row) in chunk.enumerated() {
        let own = pass.row(place, of: logits)
        guard own.allFinite else { continue }
        let h = estimator.predictedClass(own)
        shown.withUnsafeMutableBufferPointer { surrogate.classProbabilities(own, into: $0) }
        classifier.add(
          estimator.classifierScore(own, answer: h), shown: shown[h],
          isCorrect: h == Int(examples.labels[row]), group: examples.groups[row])
        // A classifier alone says nothing of experts that could be mapped.
        guard estimator.defers else { continue }
        outputs.withUnsafeMutableBufferPointer { estimator.outputs(own, into: $0) }
        for j in experts.indices {
          let correct = examples.correctness(row: row, expert: j)
          guard correct >= 0 else { continue }
          experts[j].add(
            outputs[j], shown: surrogate.probability(ofScore: outputs[j]), isCorrect: correct == 1,
            group: examples.groups[row])
        }
      }
    }
    self.classifier = classifier.choice(estimator)
    self.experts = experts.map { $0.choice(estimator) }
  }
}

/// Outputs of one decider, whether it was right, and which rows belong together.
private struct DeciderRows {
  private var outputs: [Double] = []
  private var shown: [Double] = []
  private var correct: [Bool] = []
  private var groups: [UInt64] = []

  /// Adds a row; a certain classifier elsewhere has an infinite logit, which no map can be fitted to.
  mutating func add(_ output: Double, shown probability: Double, isCorrect: Bool, group: UInt64) {
    guard output.isFinite else { return }
    outputs.append(output)
    shown.append(probability)
    correct.append(isCorrect)
    groups.append(group)
  }

  func choice(_ estimator: CorrectnessEstimator) -> MapChoice {
    MapChoice(
      outputs: outputs, correct: correct, shown: shown, groups: groups,
      reading: estimator.surrogate.surrogate.probability(ofScore:))
  }
}
