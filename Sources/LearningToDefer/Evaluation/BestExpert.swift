/// The baseline "best expert": one expert takes every row.
package enum BestExpert {
  /// The expert with the highest accuracy on training rows; nil where no accuracy is known.
  ///
  /// Never chosen on the rows of the test: that would be the luckiest, not the best. The lowest index wins a tie.
  ///
  /// - Parameter available: The experts who may be asked; nil for everybody.
  package static func index(trainingAccuracy: [Double?], available: ExpertSet? = nil) -> Int? {
    var best: (expert: Int, accuracy: Double)?
    for (expert, accuracy) in trainingAccuracy.enumerated() {
      guard available?.contains(expert) ?? true, let accuracy, accuracy > best?.accuracy ?? -1 else {
        continue
      }
      best = (expert, accuracy)
    }
    return best?.expert
  }
}
