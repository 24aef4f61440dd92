/// The combinations that a search tries: widths, learning rates and weight decays.
package struct SearchSpace: Sendable, Equatable {
  /// The widths of the hidden layers, one list a candidate.
  package let hidden: [[Int]]
  /// The learning rates.
  package let rates: [Double]
  /// The weight decays.
  package let decays: [Double]

  /// Takes lists of values; nil takes three around the settings' own.
  ///
  /// By default every hidden layer at half, once and twice its width, the rate at 0.3, 1 and 3 times, the decay at a tenth, once and ten times.
  /// A list of values that are equal gives one.
  ///
  /// - Parameter widths: Each is taken for every hidden layer; a linear model has none.
  package init(
    around settings: TrainingSettings, widths: [Int]? = nil, rates: [Double]? = nil, decays: [Double]? = nil
  ) {
    let shape = settings.hidden
    let hidden =
      widths.map { widths in widths.map { width in shape.map { _ in width } } }
      ?? [shape.map { max($0 / 2, 1) }, shape, shape.map { $0 * 2 }]
    self.hidden = Self.distinct(hidden)
    self.rates = Self.distinct(
      rates ?? [settings.learningRate * 3 / 10, settings.learningRate, settings.learningRate * 3])
    self.decays = Self.distinct(
      decays ?? [settings.weightDecay / 10, settings.weightDecay, settings.weightDecay * 10])
  }

  /// The settings of every combination, in the order of the lists; the last list varies fastest.
  ///
  /// - Parameter limit: The combinations at most, drawn by the settings' seed and kept in order; nil takes all.
  package func candidates(_ settings: TrainingSettings, limit: Int? = nil) -> [TrainingSettings] {
    var candidates: [TrainingSettings] = []
    for hidden in hidden {
      for rate in rates {
        for decay in decays {
          var candidate = settings
          (candidate.hidden, candidate.learningRate, candidate.weightDecay) = (hidden, rate, decay)
          candidates.append(candidate)
        }
      }
    }
    guard let limit, limit < candidates.count else { return candidates }
    var generator = SeededGenerator(seed: settings.seed)
    var drawn = Array(candidates.indices)
    generator.shuffle(&drawn)
    return drawn.prefix(limit).sorted().map { candidates[$0] }
  }

  private static func distinct<Value: Equatable>(_ values: [Value]) -> [Value] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
