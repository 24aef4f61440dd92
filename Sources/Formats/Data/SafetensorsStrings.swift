import LearningToDefer

/// Keeps one string a row as two tensors: their bytes, and where each begins.
enum SafetensorsStrings {
  /// The rows' ids; nil for a file without them.
  static func readIDs(_ file: SafetensorsFile, rows: Int) throws(FormatError) -> [String]? {
    let names = (ExamplesTensor.ids, ExamplesTensor.idOffsets)
    guard file.tensors[names.0] != nil || file.tensors[names.1] != nil else { return nil }
    try file.check(names.1, shape: [rows + 1])
    return try read(file, names.0, names.1)
  }

  /// The rows' texts; nil for a file without them.
  static func readTexts(_ file: SafetensorsFile) throws(FormatError) -> TextTable? {
    let names = (ExamplesTensor.texts, ExamplesTensor.textOffsets)
    guard file.tensors[names.0] != nil || file.tensors[names.1] != nil else { return nil }
    return TextTable(try read(file, names.0, names.1))
  }

  private static func read(
    _ file: SafetensorsFile, _ name: String, _ offsetsName: String
  ) throws(FormatError) -> [String] {
    try file.check(offsetsName, shape: [nil])
    try file.check(name, shape: [nil])
    let offsets = try file.int64s(offsetsName)
    let tensor = try file.tensor(name)
    guard tensor.type == .uint8 else {
      throw file.failure(name, "is \(tensor.type.rawValue), not U8", cure: "save the file again")
    }
    return try file.withBytes(of: tensor) { bytes throws(FormatError) in
      guard offsets.first == 0, offsets.last == Int64(bytes.count) else {
        throw file.failure(
          offsetsName, "does not span the \(bytes.count) bytes of \(name)", cure: "save the file again")
      }
      var strings: [String] = []
      strings.reserveCapacity(offsets.count - 1)
      for (row, (start, end)) in zip(offsets, offsets.dropFirst()).enumerated() {
        guard start >= 0, start <= end, end <= Int64(bytes.count) else {
          throw file.failure(offsetsName, "falls at element \(row + 1)", cure: "save the file again")
        }
        guard let string = String(validating: bytes[Int(start)..<Int(end)], as: UTF8.self) else {
          throw file.failure(name, "row \(row) is not UTF-8", cure: "save the file again")
        }
        strings.append(string)
      }
      return strings
    }
  }

  static func add(ids: [String], to writer: inout SafetensorsWriter) {
    let table = TextTable(ids)
    add(table, ExamplesTensor.ids, ExamplesTensor.idOffsets, to: &writer)
  }

  static func add(texts: TextTable, to writer: inout SafetensorsWriter) {
    add(texts, ExamplesTensor.texts, ExamplesTensor.textOffsets, to: &writer)
  }

  private static func add(
    _ table: TextTable, _ name: String, _ offsetsName: String, to writer: inout SafetensorsWriter
  ) {
    writer.add(name, shape: [table.utf8.count], uint8s: table.utf8)
    writer.add(offsetsName, shape: [table.rows + 1], int64s: [0] + table.ends.map(Int64.init))
  }
}
