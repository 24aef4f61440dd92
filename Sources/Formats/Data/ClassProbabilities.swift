/// Checks class probabilities that came with an input, wherever they are read from.
enum ClassProbabilities {
  /// Why a number cannot be a class probability; nil for one that can.
  static func problem(with value: Float) -> String? {
    guard value.isFinite else { return "is beyond the range of a 32-bit float" }
    return value < 0 ? "is negative: a class probability is at least 0" : nil
  }

  /// What is wrong with those of a row together.
  static let withoutSum = "are all 0: give at least one class more"
}

extension JSONElement {
  /// Reads an object of class probabilities: numbers of at least 0, not all of them 0.
  ///
  /// - Parameter body: Takes each class's name, the value for errors, and the probability.
  /// - Throws: `JSONError` for the first that is none, and whatever `body` throws.
  package func forEachClassProbability(
    _ body: (String, JSONElement, Float) throws(JSONError) -> Void
  ) throws(JSONError) {
    var sum: Float = 0
    try forEachMember { name, value throws(JSONError) in
      let probability = Float(try value.double)
      if let problem = ClassProbabilities.problem(with: probability) { throw value.failure(problem) }
      sum += probability
      try body(name.string, value, probability)
    }
    guard sum > 0 else { throw failure(ClassProbabilities.withoutSum) }
  }
}
