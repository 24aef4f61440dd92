/// Keeps rows' ids as two tensors: their bytes, and where each begins.
enum SafetensorsIDs {
  static func read(_ file: SafetensorsFile, rows: Int) throws(FormatError) -> [String]? {
    guard file.tensors[ExamplesTensor.ids] != nil || file.tensors[ExamplesTensor.idOffsets] != nil else {
      return nil
    }
    let name = ExamplesTensor.idOffsets
    try file.check(name, shape: [rows + 1])
    try file.check(ExamplesTensor.ids, shape: [nil])
    let offsets = try file.int64s(name)
    let tensor = try file.tensor(ExamplesTensor.ids)
    guard tensor.type == .uint8 else {
      throw file.failure(
        ExamplesTensor.ids, "is \(tensor.type.rawValue), not U8", cure: "save the file again")
    }
    return try file.withBytes(of: tensor) { bytes throws(FormatError) in
      try ids(bytes, offsets: offsets, file)
    }
  }

  private static func ids(
    _ bytes: UnsafeRawBufferPointer, offsets: [Int64], _ file: SafetensorsFile
  ) throws(FormatError) -> [String] {
    let name = ExamplesTensor.idOffsets
    guard offsets.first == 0, offsets.last == Int64(bytes.count) else {
      throw file.failure(name, "does not span the \(bytes.count) bytes of ids", cure: "save the file again")
    }
    var ids: [String] = []
    ids.reserveCapacity(offsets.count - 1)
    for (row, (start, end)) in zip(offsets, offsets.dropFirst()).enumerated() {
      guard start >= 0, start <= end, end <= Int64(bytes.count) else {
        throw file.failure(name, "falls at element \(row + 1)", cure: "save the file again")
      }
      guard let id = String(validating: bytes[Int(start)..<Int(end)], as: UTF8.self) else {
        throw file.failure(
          ExamplesTensor.ids, "the id of row \(row) is not UTF-8", cure: "save the file again")
      }
      ids.append(id)
    }
    return ids
  }

  static func add(_ ids: [String], to writer: inout SafetensorsWriter) {
    var bytes: [UInt8] = []
    var offsets: [Int64] = [0]
    for id in ids {
      bytes.append(contentsOf: id.utf8)
      offsets.append(Int64(bytes.count))
    }
    writer.add(ExamplesTensor.ids, shape: [bytes.count], uint8s: bytes)
    writer.add(ExamplesTensor.idOffsets, shape: [offsets.count], int64s: offsets)
  }
}
