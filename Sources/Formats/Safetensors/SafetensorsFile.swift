/// A memory-mapped safetensors file: named tensors, little-endian and row-major, behind a JSON header.
package struct SafetensorsFile: Sendable {
  /// A tensor's type, shape and place in the file.
  package struct Tensor: Sendable, Equatable {
    /// The type of its elements.
    package let type: TensorType
    /// The length of each dimension; empty for a single number.
    package let shape: [Int]
    /// Where its bytes lie, counted from the start of the file.
    package let range: Range<Int>

    /// The number of elements.
    package var count: Int { (range.upperBound - range.lowerBound) / type.size }
  }

  /// The mapped file, which tensors' bytes belong to.
  package let file: MappedFile
  /// The tensors by name.
  package let tensors: [String: Tensor]
  /// The header's `__metadata__`.
  package let metadata: [String: String]

  /// The path as it was given.
  package var path: String { file.path }

  /// Maps a file and checks its header: lengths, types, shapes, and tensors that tile the data without gap or overlap.
  ///
  /// - Throws: `FormatError` that names the tensor at fault.
  package static func map(_ path: String) throws(FormatError) -> SafetensorsFile {
    let file = try MappedFile(path: path)
    let header = try file.withBytes { bytes throws(FormatError) in try SafetensorsHeader(bytes, path: path) }
    return SafetensorsFile(file: file, tensors: header.tensors, metadata: header.metadata)
  }

  /// Lends the bytes of a tensor for the duration of the call; they stay mapped as long as `file`.
  package func withBytes<Result, Failure: Error>(
    of tensor: Tensor, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withBytes { bytes throws(Failure) in
      try body(UnsafeRawBufferPointer(rebasing: bytes[tensor.range]))
    }
  }

  /// An error about one tensor of this file.
  package func failure(_ name: String, _ problem: String, cure: String) -> FormatError {
    FormatError(file: path, place: "tensor \(name)", problem: problem, cure: cure)
  }

  /// The tensor named `name`.
  ///
  /// - Throws: `FormatError` when there is none.
  package func tensor(_ name: String) throws(FormatError) -> Tensor {
    guard let tensor = tensors[name] else {
      let known = tensors.keys.sorted().prefix(8).joined(separator: ", ")
      throw failure(
        name, "is missing (the file has \(known.isEmpty ? "none" : known))",
        cure: "save the tensor under this name")
    }
    return tensor
  }
}
