extension DecisionPolicy {
  /// Adds what one input is worth with each decider to a batch that is to be assigned at once.
  ///
  /// `p_h` and `s_j - c_j + δ`, or minus the expected costs; `-infinity` for experts who cannot be asked.
  package func addWorths(_ row: UnsafeBufferPointer<Float>, available: ExpertSet, to batch: inout BatchWorths)
  {
    batch.makers.append(decide(row, available: available).maker)
    let shift = shift ?? 0
    withKeys(of: row) { _, classifier, experts in
      batch.classifier.append(classifier.value)
      for (j, key) in experts.enumerated() {
        batch.experts.append(estimator.defers && available.contains(j) ? key.value + shift : -.infinity)
      }
    }
  }
}

/// What the inputs of a batch are worth with each decider.
package struct BatchWorths: Sendable {
  /// With the classifier, `[n]`.
  var classifier: [Double] = []
  /// With each expert, `[n, J]`.
  var experts: [Double] = []

  /// Who decides without capacities, `[n]`: by raw outputs where nothing is set, which part what probabilities no longer do.
  var makers: [DecisionMaker] = []

  /// Starts without inputs.
  package init() {}

  /// Shares the inputs out, so that their summed worth is largest; where everybody has room, as without capacities.
  ///
  /// - Parameter capacities: How many inputs each expert takes at most, `[J]`; nil for any number.
  package func assigned(capacities: [Int?]) -> [DecisionMaker] {
    let capacities = capacities.map { $0 ?? classifier.count }
    guard !haveRoom(capacities) else { return makers }
    return CapacityAssignment.assign(
      classifier: classifier, experts: experts, capacities: capacities, preferred: makers)
  }

  private func haveRoom(_ capacities: [Int]) -> Bool {
    var room = capacities
    for case .expert(let expert) in makers { room[expert] -= 1 }
    return room.allSatisfy { $0 >= 0 }
  }
}
