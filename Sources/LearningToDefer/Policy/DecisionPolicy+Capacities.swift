extension DecisionPolicy {
  /// Adds what one input is worth with each decider to a batch that is to be assigned at once.
  ///
  /// `p_h` and `s_j - c_j + δ`, or minus the expected costs; `-infinity` for experts who cannot be asked.
  package func addWorths(_ row: UnsafeBufferPointer<Float>, available: ExpertSet, to batch: inout BatchWorths)
  {
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

  /// Starts without inputs.
  package init() {}

  /// Shares the inputs out, so that their summed worth is largest.
  ///
  /// - Parameter capacities: How many inputs each expert takes at most, `[J]`; nil for any number.
  package func assigned(capacities: [Int?]) -> [DecisionMaker] {
    CapacityAssignment.assign(
      classifier: classifier, experts: experts, capacities: capacities.map { $0 ?? classifier.count })
  }
}
