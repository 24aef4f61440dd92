import LearningToDefer

/// Composes safetensors files byte by byte, sound or not.
struct SafetensorsBytes {
  /// A file of this header, which says its length unless `length` says another, and this many bytes of data.
  static func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
    withUnsafeBytes(of: length ?? UInt64(header.utf8.count)) { Array($0) } + header.utf8 + data
  }

  /// A file of tensors one after the other, `(name, type, shape, bytes)`.
  static func file(_ tensors: [(String, String, [Int], [UInt8])], metadata: String? = nil) -> [UInt8] {
    var members = metadata.map { ["\"__metadata__\":\($0)"] } ?? []
    var offset = 0
    for (name, type, shape, bytes) in tensors {
      members.append(
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(offset),\(offset + bytes.count)]}"
      )
      offset += bytes.count
    }
    return file("{\(members.joined(separator: ","))}", data: tensors.flatMap { $0.3 })
  }

  static func floats(_ values: [Float]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
  static func int64s(_ values: [Int64]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
}
