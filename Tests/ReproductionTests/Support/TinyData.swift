import LearningToDefer
import Reproduction

/// Rows of two blobs a class, so small that whole experiments run in moments.
enum TinyData {
  static let scale = Scale(
    name: "tiny", rows: Scale.Rows(training: 240, calibration: 80, test: 80), epochs: 1, seeds: 2)

  /// - Parameter humans: The names of expert columns, each right in four of five.
  static func make(rows: Int = 500, classes: Int = 10, humans: [String] = []) -> ExperimentData {
    var random = SeededGenerator(seed: 7)
    var features: [Float] = []
    var labels: [Int32] = []
    var given: [Int32] = []
    for _ in 0..<rows {
      let label = random.index(below: classes)
      labels.append(Int32(label))
      for column in 0..<4 {
        features.append(Float(label >> column & 1) + Float(random.uniform()) - 0.5)
      }
      for _ in humans {
        given.append(Int32(random.uniform() < 0.8 ? label : random.index(below: classes)))
      }
    }
    let examples = Examples(
      classes: (0..<classes).map(String.init), experts: humans, features: FeatureTable(features, columns: 4),
      labels: labels, expertLabels: given)
    return ExperimentData(name: "tiny", examples: examples)
  }

  static let setting = Setting(data: make(), scale: scale)
}
