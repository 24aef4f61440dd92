import Glibc

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
    let (rate, decay) = (settings.learningRate, settings.weightDecay)
    self.rates = Self.distinct(rates ?? [Self.short(0.3 * rate), rate, Self.short(3 * rate)])
    self.decays = Self.distinct(decays ?? [Self.short(0.1 * decay), decay, Self.short(10 * decay)])
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

  /// Rounds to three decimal digits, so that who repeats a trial by hand writes the same number.
  private static func short(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return value }
    let exponent = Int(log10(value).rounded(.down)) - 2
    return Double("\((value / pow(10, Double(exponent))).rounded())e\(exponent)") ?? value
  }

  private static func distinct<Value: Equatable>(_ values: [Value]) -> [Value] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
