/// Reads and checks the header of a safetensors file.
struct SafetensorsHeader {
  /// The longest header that the format allows.
  private static let lengthLimit = 100_000_000

  private(set) var tensors: [String: SafetensorsFile.Tensor] = [:]
  private(set) var metadata: [String: String] = [:]

  private let path: String
  private let dataStart: Int
  private let dataLength: Int

  init(_ bytes: UnsafeRawBufferPointer, path: String) throws(FormatError) {
    self.path = path
    guard bytes.count >= 8 else {
      throw Self.failure(
        path, "has \(bytes.count) bytes, which is no safetensors file", "name a .safetensors file")
    }
    let length = bytes.loadUnaligned(as: UInt64.self)
    guard length <= UInt64(min(bytes.count - 8, Self.lengthLimit)) else {
      throw Self.failure(
        path, "the header would be \(length) bytes in a file of \(bytes.count)",
        "copy the file again, or check that it is safetensors")
    }
    dataStart = 8 + Int(length)
    dataLength = bytes.count - dataStart
    do throws(JSONError) {
      try read(JSONParser().parse(UnsafeRawBufferPointer(rebasing: bytes[8..<dataStart])))
    } catch {
      throw FormatError(
        file: path, place: "header \(error.pointer)", problem: error.detail,
        cure: "save the file again with the safetensors library")
    }
    try checkTiling()
  }

  private mutating func read(_ root: JSONElement) throws(JSONError) {
    var tensors: [String: SafetensorsFile.Tensor] = [:]
    var metadata: [String: String] = [:]
    try root.forEachMember { key, value throws(JSONError) in
      if key == "__metadata__" {
        try value.forEachMember { key, value throws(JSONError) in metadata[key.string] = try value.string }
      } else {
        tensors[key.string] = try tensor(value)
      }
    }
    self.tensors = tensors
    self.metadata = metadata
  }

  private func tensor(_ description: JSONElement) throws(JSONError) -> SafetensorsFile.Tensor {
    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    try description.forEachMember { key, value throws(JSONError) in
      switch key {
      case "dtype": type = try self.type(value)
      case "shape": shape = try lengths(value)
      case "data_offsets": offsets = try lengths(value)
      default: throw value.failure("is no field of a tensor")
      }
    }
    guard let type, let shape, let offsets else {
      throw description.failure("needs dtype, shape and data_offsets")
    }
    return try place(description, type: type, shape: shape, offsets: offsets)
  }

  private func place(
    _ description: JSONElement, type: TensorType, shape: [Int], offsets: [Int]
  ) throws(JSONError) -> SafetensorsFile.Tensor {
    guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= dataLength else {
      throw description.failure("data_offsets \(offsets) do not lie within the \(dataLength) bytes of data")
    }
    var size = type.size
    for length in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard !overflow else { throw description.failure("the shape \(shape) is larger than memory can be") }
      size = product
    }
    guard size == offsets[1] - offsets[0] else {
      throw description.failure(
        "\(type.rawValue) of shape \(shape) takes \(size) bytes, data_offsets give \(offsets[1] - offsets[0])"
      )
    }
    return SafetensorsFile.Tensor(
      type: type, shape: shape, range: dataStart + offsets[0]..<dataStart + offsets[1])
  }

  private func type(_ value: JSONElement) throws(JSONError) -> TensorType {
    let name = try value.string
    guard let type = TensorType(rawValue: name) else {
      throw value.failure(
        "the type \(name) is not among \(TensorType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return type
  }

  private func lengths(_ value: JSONElement) throws(JSONError) -> [Int] {
    var lengths: [Int] = []
    try value.forEachElement { item throws(JSONError) in
      let length = try item.int64
      guard length >= 0 else { throw item.failure("is negative") }
      lengths.append(Int(length))
    }
    return lengths
  }

  /// The tensors' bytes must follow each other from the first byte of data to the last.
  private func checkTiling() throws(FormatError) {
    var end = dataStart
    let order = tensors.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound) < (
        $1.value.range.lowerBound, $1.value.range.upperBound
      )
    }
    for (name, tensor) in order {
      guard tensor.range.lowerBound == end else {
        let problem = tensor.range.lowerBound < end ? "overlaps another tensor" : "leaves a gap before it"
        throw FormatError(
          file: path, place: "tensor \(name)", problem: problem,
          cure: "save the file again with the safetensors library")
      }
      end = tensor.range.upperBound
    }
    guard end == dataStart + dataLength else {
      throw Self.failure(
        path, "\(dataStart + dataLength - end) bytes follow the last tensor", "save the file again")
    }
  }

  private static func failure(_ path: String, _ problem: String, _ cure: String) -> FormatError {
    FormatError(file: path, problem: problem, cure: cure)
  }
}
