import LearningToDefer

extension ExamplesFile {
  /// Writes rows to a safetensors file, with ids and the hashes of groups, so that folds stay the same.
  ///
  /// - Throws: `FormatError` when the disk refuses.
  package static func writeSafetensors(_ examples: Examples, to path: String) throws(FormatError) {
    var writer = SafetensorsWriter()
    writer.metadata = [
      (
        "classes",
        String(decoding: JSONValue.array(examples.classes.map(JSONValue.string)).serialise(), as: UTF8.self)
      ),
      (
        "experts",
        String(decoding: JSONValue.array(examples.experts.map(JSONValue.string)).serialise(), as: UTF8.self)
      ),
    ]
    if let texts = examples.texts {
      SafetensorsStrings.add(texts: texts, to: &writer)
    } else {
      writer.add(ExamplesTensor.features, features: examples.features)
    }
    writer.add(ExamplesTensor.labels, shape: [examples.rows], int64s: examples.labels.map(Int64.init))
    writer.add(
      ExamplesTensor.experts, shape: [examples.rows, examples.experts.count],
      int64s: examples.expertLabels.map(Int64.init))
    if let given = examples.classProbabilities {
      writer.add(ExamplesTensor.classProbabilities, features: given)
    }
    writer.add(
      ExamplesTensor.groupHashes, shape: [examples.rows], int64s: examples.groups.map(Int64.init(bitPattern:))
    )
    if let ids = examples.ids { SafetensorsStrings.add(ids: ids, to: &writer) }
    try writer.write(to: path)
  }

  /// Writes rows as JSON Lines.
  ///
  /// - Throws: `FormatError` when the disk refuses, or when rows have groups of their own: only the hashes of those are
  ///   known, which JSON Lines cannot hold.
  package static func writeJSONLines(_ examples: Examples, to path: String) throws(FormatError) {
    let row = (0..<examples.rows).first { examples.groups[$0] != FoldHash.of(ownGroup($0, of: examples)) }
    if let row {
      throw FormatError(
        file: path, place: "row \(row)",
        problem: "its group is known by its hash alone, which JSON Lines cannot hold",
        cure: "write .safetensors")
    }
    try DurableFile.replace(path) { file throws(FormatError) in
      var writer = JSONWriter(capacity: 1 << 17)
      for row in 0..<examples.rows {
        write(row, of: examples, to: &writer)
        guard writer.bytes.count > 1 << 16 else { continue }
        try file.write(writer.bytes)
        writer.removeAll()
      }
      try file.write(writer.bytes)
    }
  }

  private static func ownGroup(_ row: Int, of examples: Examples) -> String {
    let id = examples.ids?[row] ?? ""
    return id.isEmpty ? String(row) : id
  }

  private static func write(_ row: Int, of examples: Examples, to writer: inout JSONWriter) {
    writer.beginObject()
    if let id = examples.ids?[row], !id.isEmpty {
      writer.key("id")
      writer.string(id)
    }
    writeInput(row, of: examples, to: &writer)
    if let given = examples.classProbabilities {
      writer.key("class_probabilities")
      writer.beginObject()
      given.withRow(row) { values in
        for (name, value) in zip(examples.classes, values) {
          writer.key(name)
          writer.float(value)
        }
      }
      writer.endObject()
    }
    if examples.labels[row] >= 0 {
      writer.key("label")
      writer.string(examples.classes[Int(examples.labels[row])])
    }
    writer.key("experts")
    writer.beginObject()
    for (expert, name) in examples.experts.enumerated() {
      let label = examples.expertLabels[row * examples.experts.count + expert]
      guard label >= 0 else { continue }
      writer.key(name)
      writer.string(examples.classes[Int(label)])
    }
    writer.endObject()
    writer.endObject()
    writer.newline()
  }

  private static func writeInput(_ row: Int, of examples: Examples, to writer: inout JSONWriter) {
    if let texts = examples.texts {
      writer.key("text")
      return texts.withText(row) { writer.string(utf8: $0) }
    }
    writer.key("features")
    writer.beginArray()
    examples.features.withRow(row) { values in
      for value in values { writer.float(value) }
    }
    writer.endArray()
  }
}
