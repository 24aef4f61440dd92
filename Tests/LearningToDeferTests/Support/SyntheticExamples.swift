import LearningToDefer

/// Draws small labelled data: labels depend on the features, experts are right by chance.
func syntheticExamples(
  rows: Int, inputs: Int = 5, classes: Int = 3, experts: Int = 2, missing: Double = 0, seed: UInt64 = 7
) -> Examples {
  var generator = SeededGenerator(seed: seed)
  var features: [Float] = []
  var labels: [Int32] = []
  var expertLabels: [Int32] = []
  for _ in 0..<rows {
    let label = generator.index(below: classes)
    labels.append(Int32(label))
    for i in 0..<inputs {
      features.append(Float(generator.uniform() * 2 - 1) + (i % classes == label ? 1 : 0))
    }
    for _ in 0..<experts {
      let right = generator.uniform() < 0.6
      let given = right ? label : generator.index(below: classes)
      expertLabels.append(generator.uniform() < missing ? -1 : Int32(given))
    }
  }
  return Examples(
    classes: (0..<classes).map { "class-\($0)" }, experts: (0..<experts).map { "expert-\($0)" },
    features: FeatureTable(features, columns: inputs), labels: labels, expertLabels: expertLabels)
}

extension Examples {
  /// Gives every row class probabilities, about .6 for its true class.
  mutating func giveClassProbabilities(seed: UInt64 = 99) {
    var generator = SeededGenerator(seed: seed)
    var values: [Float] = []
    for label in labels {
      let masses = classes.indices.map { generator.uniform() + 0.01 + ($0 == Int(label) ? 1 : 0) }
      let sum = masses.reduce(0, +)
      values += masses.map { Float($0 / sum) }
    }
    classProbabilities = FeatureTable(values, columns: classes.count)
  }
}

/// Draws `count` numbers in `[-scale, scale]`.
func randomFloats(_ count: Int, scale: Float = 1, seed: UInt64) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in (Float(generator.uniform()) * 2 - 1) * scale }
}

extension ForwardPass {
  /// Runs rows `[rows, inputs]` and copies the logits.
  func logits(of rows: [Float], count: Int) -> [Float] {
    _ = inputs.update(fromContentsOf: rows)
    return Array(run(rows: count))
  }
}
