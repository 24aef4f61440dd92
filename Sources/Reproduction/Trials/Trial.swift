/// One training with what is measured on it; the same trial gives the same figures again.
struct Trial {
  /// What the points of a figure are found by, as `increasing-experts/experts=4/ova`.
  let condition: String
  /// Which of the repetitions it is, from 1.
  let seed: Int
  /// How long it takes beside others, about.
  let weight: Double
  /// Runs it, and gives figures by name.
  let run: () throws -> [String: Double]

  /// What its result is kept under.
  var id: String { "\(condition)/seed=\(seed)" }
}
