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
    let bytes = file.bytes(of: tensor)
    guard offsets.first == 0, offsets.last == Int64(bytes.count) else {
      throw file.failure(name, "does not span the \(bytes.count) bytes of ids", cure: "save the file again")
    }
    var ids: [String] = []
    ids.reserveCapacity(rows)
    for row in 0..<rows {
      guard offsets[row] <= offsets[row + 1], offsets[row] >= 0, offsets[row + 1] <= Int64(bytes.count) else {
        throw file.failure(name, "falls at element \(row + 1)", cure: "save the file again")
      }
      guard let id = String(validating: bytes[Int(offsets[row])..<Int(offsets[row + 1])], as: UTF8.self)
      else {
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
