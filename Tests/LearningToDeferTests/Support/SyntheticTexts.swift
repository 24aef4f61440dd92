import LearningToDefer

/// Draws small labelled texts: three words of the class's own, two of everybody's; experts are right by chance.
func syntheticTexts(rows: Int, classes: Int = 3, experts: Int = 2, seed: UInt64 = 7) -> Examples {
  var generator = SeededGenerator(seed: seed)
  let vocabulary = (0..<classes).map { label in (0..<6).map { "Word\(label)x\($0)" } }
  var texts: [String] = []
  var labels: [Int32] = []
  var expertLabels: [Int32] = []
  for _ in 0..<rows {
    let label = generator.index(below: classes)
    labels.append(Int32(label))
    let own = (0..<3).map { _ in vocabulary[label][generator.index(below: 6)] }
    let common = (0..<2).map { _ in "common\(generator.index(below: 5))" }
    texts.append((own + common).joined(separator: " "))
    for _ in 0..<experts {
      expertLabels.append(Int32(generator.uniform() < 0.6 ? label : generator.index(below: classes)))
    }
  }
  return Examples(
    classes: (0..<classes).map { "class-\($0)" }, experts: (0..<experts).map { "expert-\($0)" },
    input: .texts(TextTable(texts)), labels: labels, expertLabels: expertLabels)
}

extension TextInput {
  /// A small one for tests.
  static func small(
    buckets: Int = 97, dimension: Int = 4, words: ClosedRange<Int>? = 1...2,
    characters: ClosedRange<Int>? = 3...5
  ) throws -> TextInput {
    try TextInput(buckets: buckets, dimension: dimension, words: words, characters: characters)
  }
}
