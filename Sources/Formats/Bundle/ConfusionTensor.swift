import LearningToDefer

/// Keeps the experts' confusion matrices as a tensor of counts, `[J, K, K]`.
enum ConfusionTensor {
  static let name = "experts.confusion"

  /// Nil for a bundle without them.
  static func read(_ file: SafetensorsFile, manifest: ModelManifest) throws(FormatError) -> ConfusionMatrices?
  {
    guard file.tensors[name] != nil else { return nil }
    let (experts, classes) = (manifest.experts.count, manifest.classes.count)
    try file.check(name, shape: [experts, classes, classes])
    let counts = try file.doubles(name)
    if let place = counts.firstIndex(where: { !(0...0x1p53).contains($0) }) {
      throw file.failure(
        name, "element \(place) is \(counts[place])",
        cure: "save how often each expert gave each answer to each true class, or leave the tensor out")
    }
    return ConfusionMatrices(counts: counts, experts: experts, classes: classes)
  }

  static func add(_ confusion: ConfusionMatrices, to writer: inout SafetensorsWriter) {
    let shape = [confusion.experts, confusion.classes, confusion.classes]
    writer.add(name, shape: shape, doubles: confusion.counts)
  }
}
