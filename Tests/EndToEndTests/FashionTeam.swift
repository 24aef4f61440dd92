import Formats
import LearningToDefer
import TestSupport

/// Real images with simulated specialists who can be asked about any of them.
struct FashionTeam: Sendable {
  static let directory = "/usr/share/datasets/fashion-mnist"
  static let seed: UInt64 = 11
  static let classes = (0..<10).map(String.init)
  static let specification =
    (0..<5).map { "expert-\($0)=specialist(0.9; \(2 * $0), \(2 * $0 + 1))" }.joined(separator: "; ")

  let images: FeatureTable
  let truths: [Int32]
  let experts: [SimulatedExpert]

  /// Reads one of the package's two sets: `train` or `t10k`.
  init(_ set: String) throws {
    images = try IDX.images("\(Self.directory)/\(set)-images-idx3-ubyte.gz")
    truths = try IDX.labels("\(Self.directory)/\(set)-labels-idx1-ubyte.gz")
    experts = try SimulatedExpert.parse(spec: Self.specification, classes: Self.classes)
  }

  /// What an expert says about an image.
  func label(of expert: String, row: Int) -> Int? {
    guard let simulated = experts.first(where: { $0.name == expert }) else { return nil }
    return simulated.label(row: row, truth: Int(truths[row]), classes: Self.classes.count, seed: Self.seed)
  }

  /// The first `rows` images with every expert's label, as a data file.
  func write(rows: Int, to path: String) throws {
    var features: [Float] = []
    for row in 0..<rows { images.withRow(row) { features.append(contentsOf: $0) } }
    let examples = Examples(
      classes: Self.classes, experts: [], features: FeatureTable(features, columns: images.columns),
      labels: Array(truths.prefix(rows)), expertLabels: [])
    try ExamplesFile.writeSafetensors(examples.simulating(experts, seed: Self.seed), to: path)
  }

  /// Request body of one image.
  func request(row: Int) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("features")
    json.beginArray()
    images.withRow(row) { pixels in for pixel in pixels { json.float(pixel) } }
    json.endArray()
    json.endObject()
    return json.bytes
  }
}
