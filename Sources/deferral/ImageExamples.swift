import Formats
import Foundation
import LearningToDefer

extension Examples {
  /// Joins IDX images and labels; ids are the images' file name and the image's number.
  init(images: String, labels: String) throws(FormatError) {
    let features = try IDX.images(images)
    let truths = try IDX.labels(labels)
    guard features.rows == truths.count else {
      throw FormatError(
        file: labels, problem: "has \(truths.count) labels for \(features.rows) images in \(images)",
        cure: "give the labels of these images")
    }
    let name = URL(fileURLWithPath: images).lastPathComponent.prefix { $0 != "." }
    self.init(
      classes: IDX.classes, experts: [], features: features, labels: truths, expertLabels: [],
      ids: (0..<features.rows).map { "\(name)/\($0)" })
  }

  /// The first rows alone.
  func first(_ count: Int) -> Examples {
    Examples(
      classes: classes, experts: experts,
      input: texts.map { .texts($0.first(count)) } ?? .features(features.first(count)),
      labels: Array(labels.prefix(count)), expertLabels: Array(expertLabels.prefix(count * experts.count)),
      classProbabilities: classProbabilities?.first(count), groups: Array(groups.prefix(count)),
      ids: ids.map { Array($0.prefix(count)) })
  }
}

extension FeatureTable {
  fileprivate func first(_ count: Int) -> FeatureTable {
    let values = [Float](unsafeUninitializedCapacity: count * columns) { buffer, initialized in
      gather(0..<count, into: buffer)
      initialized = count * columns
    }
    return FeatureTable(values, columns: columns)
  }
}
