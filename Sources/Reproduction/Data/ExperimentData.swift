import Formats
import LearningToDefer

/// The rows that experiments run on.
package struct ExperimentData: Sendable {
  /// What the report calls them.
  package let name: String
  /// The rows, with the columns of human experts where there are some.
  package let examples: Examples
  /// The SHA-256 of what is in them, in hexadecimal.
  package let digest: String
  /// Classes that belong together, as somebody with coarse knowledge would say.
  package let coarseGroups: [Int]
  /// The parts that the data came in; nil where rows are split at random.
  private let given: Split?

  /// Takes rows of one's own.
  package init(name: String, examples: Examples) {
    self.init(
      name: name, examples: examples, coarseGroups: examples.classes.indices.map { $0 / 2 }, given: nil)
  }

  private init(name: String, examples: Examples, coarseGroups: [Int], given: Split?) {
    self.name = name
    self.examples = examples
    self.coarseGroups = coarseGroups
    self.given = given
    digest = SHA256Digest.hex(examples)
  }

  /// Reads Fashion-MNIST: 50,000 rows to train on, 10,000 to calibrate on, and the test set.
  ///
  /// - Parameter directory: Where its four files in IDX are, packed with gzip.
  /// - Throws: `FormatError` where one is missing or damaged.
  package static func fashionMNIST(_ directory: String) throws(FormatError) -> ExperimentData {
    let sets = ["train", "t10k"]
    var tables: [FeatureTable] = []
    var labels: [Int32] = []
    for set in sets {
      tables.append(try IDX.images("\(directory)/\(set)-images-idx3-ubyte.gz"))
      labels += try IDX.labels("\(directory)/\(set)-labels-idx1-ubyte.gz")
    }
    let features = FeatureTable(joining: tables, columns: tables[0].columns)
    guard tables[0].rows == 60_000, features.rows == 70_000, labels.count == features.rows else {
      throw FormatError(
        file: directory, problem: "does not hold the 60,000 and 10,000 images of Fashion-MNIST",
        cure: "install the package dataset-fashion-mnist")
    }
    return ExperimentData(
      name: "Fashion-MNIST",
      examples: Examples(
        classes: IDX.classes, experts: [], features: features, labels: labels, expertLabels: []),
      // Tops, trousers, dresses, shoes and bags.
      coarseGroups: [0, 1, 0, 2, 0, 3, 0, 3, 4, 3],
      given: Split(
        training: Array(0..<50_000), calibration: Array(50_000..<60_000), test: Array(60_000..<70_000)))
  }

  /// The parts as they came, else 60, 20 and 20 % of the rows.
  package func split(_ scale: Scale, seed: UInt64) -> Split {
    given?.limited(to: scale.rows, seed: seed) ?? randomSplit(scale, seed: seed)
  }

  /// 60, 20 and 20 % of the rows with a true label; rows of one group stay together.
  private func randomSplit(_ scale: Scale, seed: UInt64) -> Split {
    var split = Split(training: [], calibration: [], test: [])
    for row in 0..<examples.rows where examples.labels[row] >= 0 {
      let hash = SipHash.hash(String(examples.groups[row]).utf8, key: (seed, 0))
      let place = Double(hash >> 11) * 0x1p-53
      if place < 0.6 {
        split.training.append(row)
      } else if place < 0.8 {
        split.calibration.append(row)
      } else {
        split.test.append(row)
      }
    }
    return split.limited(to: scale.rows, seed: seed)
  }

  /// The SHA-256 of which rows belong together.
  var groupsDigest: String {
    SHA256Digest.hexadecimal(examples.groups.withUnsafeBytes { SHA256Digest.of($0) })
  }

  /// Whether there are columns of human experts.
  var hasHumans: Bool { !examples.experts.isEmpty }

  /// The first half of the classes.
  var firstClasses: Set<Int> { Set(0..<(examples.classes.count + 1) / 2) }

  /// As many randomly drawn classes as `firstClasses` has.
  func randomClasses(seed: UInt64) -> Set<Int> {
    var generator = SeededGenerator(seed: seed)
    var classes = Array(examples.classes.indices)
    generator.shuffle(&classes)
    return Set(classes.prefix(firstClasses.count))
  }
}
