import LearningToDefer

extension SHA256Digest {
  /// The digest of what rows say, in lower-case hexadecimal: the same in any file format, packed or not.
  ///
  /// It covers names, inputs, true labels, experts' labels and class probabilities that came with them, in the order
  /// of the rows; neither ids nor groups.
  /// - Complexity: O(rows · (d + J)).
  package static func hex(_ examples: Examples) -> String {
    let digest = SHA256Stream()
    for names in [examples.classes, examples.experts] {
      digest.update(Array(JSONValue.array(names.map(JSONValue.string)).serialise()))
    }
    if let texts = examples.texts {
      texts.ends.withUnsafeBytes { digest.update($0) }
      texts.utf8.withUnsafeBytes { digest.update($0) }
    }
    for row in 0..<examples.rows {
      examples.features.withRow(row) { digest.update(UnsafeRawBufferPointer($0)) }
    }
    examples.labels.withUnsafeBytes { digest.update($0) }
    examples.expertLabels.withUnsafeBytes { digest.update($0) }
    if let given = examples.classProbabilities {
      for row in 0..<given.rows { given.withRow(row) { digest.update(UnsafeRawBufferPointer($0)) } }
    }
    return digest.finish()
  }
}
