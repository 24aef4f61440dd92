/// How much the rows of each class count in the loss.
///
/// A row's whole loss is multiplied by the weight of its true class, `Σ_i w_{y_i} ℓ(g(x_i), y_i, m_i) / n`, experts' terms
/// included. That is the loss of a world where class k is `w_k` times as frequent, so every output estimates that world:
/// `P_w(y = k | x) ∝ w_k P(y = k | x)` and `P_w(m_j = y | x) = Σ_k P_w(y = k | x) P(m_j = k | y = k, x)`. Classifier and
/// experts stay comparable, and who decides maximises the accuracy with rows weighted so (`balanced`: the mean of the
/// classes' recalls). Weights on the classes' terms alone would compare two different worlds.
///
/// The classes' part could be undone by dividing by `w_k`; the experts' could not, for an output knows only the sum over
/// classes. So nothing is corrected: with weights the estimates are off for the rows as they come, by design.
package enum ClassWeights: Sendable, Equatable, Codable {
  /// Every row counts the same.
  case equal
  /// Every class counts the same in all: `n / (K n_k)` over the K classes that the training rows have.
  case balanced
  /// Weights by class name; classes that are not named have 1.
  case given([String: Double])

  /// The weight of each class, `[K]`, with mean 1 over some rows; nil where all are equal.
  ///
  /// A class without such a row weighs 1 if balanced.
  ///
  /// - Parameter rows: The training rows, all with a true label.
  /// - Throws: `TrainingError.setting` for a class that the examples do not have.
  package func weights(_ examples: Examples, rows: [Int]) throws(TrainingError) -> [Double]? {
    guard self != .equal else { return nil }
    var counts = [Int](repeating: 0, count: examples.classes.count)
    for row in rows { counts[Int(examples.labels[row])] += 1 }
    switch self {
    case .equal: return nil
    case .balanced:
      let present = counts.count { $0 > 0 }
      return counts.map { $0 == 0 ? 1 : Double(rows.count) / Double(present * $0) }
    case .given(let byName):
      if let stranger = byName.keys.filter({ !examples.classes.contains($0) }).min() {
        throw .setting(
          name: "class_weights",
          problem: "must not name classes that the data do not have, as \"\(stranger)\"")
      }
      let raw = examples.classes.map { byName[$0] ?? 1 }
      let mean = zip(raw, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(max(rows.count, 1))
      return raw.map { $0 / mean }
    }
  }

  /// What a given weight may be: ratios beyond these would leave a class without any gradient.
  static let range = 1e-6...1e6

  /// Whether every given weight is within `range`.
  var isUsable: Bool {
    guard case .given(let byName) = self else { return true }
    return byName.values.allSatisfy(Self.range.contains)
  }
}
