/// An expert whose labels are drawn, as in the paper's experiments.
///
/// A label depends only on the seed, the row's number, the expert's name, the truth and the source's label, so that
/// the same expert can be asked again, later and elsewhere.
package struct SimulatedExpert: Sendable, Equatable {
  /// How labels are drawn; classes are indices.
  package enum Kind: Sendable, Equatable {
    /// Right with exactly this probability on some classes (wrong: uniform over the others); elsewhere uniform over
    /// all classes, or right with a probability of its own (wrong: uniform over the others).
    case specialist(probability: Double, classes: Set<Int>, probabilityElsewhere: Double? = nil)
    /// Uniform over all classes.
    case random
    /// Always right on some classes; elsewhere right with this probability (wrong: uniform over the others).
    case oracle(classes: Set<Int>, probabilityElsewhere: Double)
    /// The label of an expert column of the data, with this probability exchanged for another.
    case flip(probability: Double, source: Int)
    /// The label of an expert column of the data with this probability, else uniform over all classes.
    case probabilistic(probability: Double, source: Int)
  }

  /// The expert's name.
  package let name: String
  /// How labels are drawn.
  package let kind: Kind

  /// Names a way of drawing labels.
  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The expert column of the data that it copies from, if any.
  package var source: Int? {
    switch kind {
    case .specialist, .random, .oracle: nil
    case .flip(_, let source), .probabilistic(_, let source): source
    }
  }

  /// Draws the label of one row.
  ///
  /// - Parameters:
  ///   - truth: The true class; nil if unknown.
  ///   - sourceLabel: The label in the column `source`; nil if missing.
  ///   - classes: K.
  /// - Returns: Nil if what the label depends on is missing.
  package func label(row: Int, truth: Int?, sourceLabel: Int? = nil, classes: Int, seed: UInt64) -> Int? {
    var draw = Draw(classes: classes, generator: generator(row: row, seed: seed))
    switch kind {
    case .random:
      return draw.any()
    case .specialist(let probability, let own, let elsewhere):
      guard let truth else { return nil }
      if own.contains(truth) { return draw.keep(truth, probability: probability) }
      return elsewhere.map { draw.keep(truth, probability: $0) } ?? draw.any()
    case .oracle(let own, let elsewhere):
      guard let truth else { return nil }
      return own.contains(truth) ? truth : draw.keep(truth, probability: elsewhere)
    case .flip(let probability, _):
      guard let sourceLabel else { return nil }
      return draw.keep(sourceLabel, probability: 1 - probability)
    case .probabilistic(let probability, _):
      guard let sourceLabel else { return nil }
      return draw.happens(probability) ? sourceLabel : draw.any()
    }
  }

  private func generator(row: Int, seed: UInt64) -> SeededGenerator {
    SeededGenerator(seed: SipHash.hash(name.utf8, key: (seed, UInt64(row))))
  }
}

private struct Draw {
  let classes: Int
  var generator: SeededGenerator

  mutating func happens(_ probability: Double) -> Bool { generator.uniform() < probability }

  mutating func any() -> Int { generator.index(below: classes) }

  /// The label with this probability, else one of the others.
  mutating func keep(_ label: Int, probability: Double) -> Int {
    if happens(probability) || classes < 2 { return label }
    let other = generator.index(below: classes - 1)
    return other < label ? other : other + 1
  }
}

extension Examples {
  /// Replaces the expert columns by simulated ones; `flip` and `probabilistic` read the present columns.
  ///
  /// - Complexity: O(rows · experts).
  package func simulating(_ simulated: [SimulatedExpert], seed: UInt64) -> Examples {
    let known = { (label: Int32) in label < 0 ? nil : Int(label) }
    var drawn: [Int32] = []
    drawn.reserveCapacity(rows * simulated.count)
    for row in 0..<rows {
      for expert in simulated {
        let label = expert.label(
          row: row, truth: known(labels[row]),
          sourceLabel: expert.source.flatMap { known(expertLabels[row * experts.count + $0]) },
          classes: classes.count, seed: seed)
        drawn.append(Int32(label ?? -1))
      }
    }
    var copy = self
    copy.experts = simulated.map(\.name)
    copy.expertLabels = drawn
    return copy
  }
}
