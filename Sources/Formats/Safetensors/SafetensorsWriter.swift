import LearningToDefer

/// Collects tensors and writes them as one safetensors file, synced to the disk.
package struct SafetensorsWriter {
  private struct Entry {
    let name: String
    let type: TensorType
    let shape: [Int]
    let size: Int
    let write: (DurableFile) throws(FormatError) -> Void
  }

  /// The header's `__metadata__`, in the order written.
  package var metadata: [(key: String, value: String)] = []
  private var entries: [Entry] = []

  /// Makes a writer without tensors.
  package init() {}

  /// Adds a tensor of floats, F32.
  package mutating func add(_ name: String, shape: [Int], floats: [Float]) {
    add(name, .float32, shape, bytes: Self.bytes(floats))
  }

  /// Adds a tensor of doubles, F64.
  package mutating func add(_ name: String, shape: [Int], doubles: [Double]) {
    add(name, .float64, shape, bytes: Self.bytes(doubles))
  }

  /// Adds a tensor of 64-bit integers, I64.
  package mutating func add(_ name: String, shape: [Int], int64s: [Int64]) {
    add(name, .int64, shape, bytes: Self.bytes(int64s))
  }

  /// Adds a tensor of bytes, U8.
  package mutating func add(_ name: String, shape: [Int], uint8s: [UInt8]) {
    add(name, .uint8, shape, bytes: uint8s)
  }

  /// Adds a table of features, F32 `[rows, columns]`; its rows are written in batches and not kept.
  package mutating func add(_ name: String, features: FeatureTable) {
    let size = features.rows * features.columns * 4
    entries.append(
      Entry(name: name, type: .float32, shape: [features.rows, features.columns], size: size) {
        file throws(FormatError) in
        let batch = UnsafeMutableBufferPointer<Float>.allocate(capacity: 1024 * max(features.columns, 1))
        defer { batch.deallocate() }
        for start in stride(from: 0, to: features.rows, by: 1024) {
          let rows = start..<min(start + 1024, features.rows)
          features.gather(rows, into: batch)
          try file.write(
            UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: batch[..<(rows.count * features.columns)])))
        }
      })
  }

  /// Writes the file beside `path` and renames it there once it is on the disk.
  ///
  /// - Throws: `FormatError` when the disk refuses.
  package func write(to path: String) throws(FormatError) {
    // Wide elements first, as the safetensors library does: every tensor is aligned for its type.
    let order = entries.sorted { ($1.type.size, $0.name) < ($0.type.size, $1.name) }
    let header = header(of: order)
    try DurableFile.replace(path) { file throws(FormatError) in
      try file.write(Self.bytes([UInt64(header.count)]))
      try file.write(header)
      for entry in order { try entry.write(file) }
    }
  }

  private mutating func add(_ name: String, _ type: TensorType, _ shape: [Int], bytes: [UInt8]) {
    precondition(shape.reduce(type.size, *) == bytes.count, "tensor \(name) has the elements of its shape")
    entries.append(
      Entry(name: name, type: type, shape: shape, size: bytes.count) { file throws(FormatError) in
        try file.write(bytes)
      })
  }

  private func header(of entries: [Entry]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    if !metadata.isEmpty { writeMetadata(to: &writer) }
    var offset = 0
    for entry in entries {
      writer.key(entry.name)
      writer.beginObject()
      writer.key("dtype")
      writer.string(entry.type.rawValue)
      writer.key("shape")
      writer.beginArray()
      for length in entry.shape { writer.int(length) }
      writer.endArray()
      writer.key("data_offsets")
      writer.beginArray()
      writer.int(offset)
      offset += entry.size
      writer.int(offset)
      writer.endArray()
      writer.endObject()
    }
    writer.endObject()
    return writer.bytes + [UInt8](repeating: UInt8(ascii: " "), count: -writer.bytes.count & 7)
  }

  private func writeMetadata(to writer: inout JSONWriter) {
    writer.key("__metadata__")
    writer.beginObject()
    for (key, value) in metadata {
      writer.key(key)
      writer.string(value)
    }
    writer.endObject()
  }

  private static func bytes<Element: BitwiseCopyable>(_ values: [Element]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }
}
