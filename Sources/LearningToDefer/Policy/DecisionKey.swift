/// What deciders are compared by once costs, a budget or maps are set: `(v, u)`, lexicographically.
///
/// Beyond the paper. `u` parts those whose probabilities have saturated to one value.
package struct DecisionKey: Comparable, Sendable {
  /// `v`: the probability of being right after its map, minus the cost.
  package var value: Double
  /// `u`: the raw output.
  package let output: Double

  /// Makes a key; neither part may be NaN.
  package init(value: Double, output: Double) {
    precondition(!value.isNaN && !output.isNaN, "a key is a number")
    self.value = value
    self.output = output
  }

  /// Whether the left key loses to the right one.
  package static func < (left: DecisionKey, right: DecisionKey) -> Bool {
    left.value != right.value ? left.value < right.value : left.output < right.output
  }
}
