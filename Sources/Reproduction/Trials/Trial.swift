/// One training with what is measured on it; the same trial gives the same figures again.
package struct Trial: Sendable {
  /// What the points of a figure are found by, as `increasing-experts/experts=4/ova`.
  package let condition: String
  /// Which of the repetitions it is, from 1.
  package let seed: Int
  /// How long it takes beside others, about.
  let weight: Double
  /// Runs it, and gives figures by name.
  let run: @Sendable () throws -> [String: Double]

  /// Takes what to run.
  package init(
    _ condition: String, seed: Int, weight: Double = 1, run: @escaping @Sendable () throws -> [String: Double]
  ) {
    self.condition = condition
    self.seed = seed
    self.weight = weight
    self.run = run
  }

  /// What its result is kept under.
  package var id: String { "\(condition)/seed=\(seed)" }
}
