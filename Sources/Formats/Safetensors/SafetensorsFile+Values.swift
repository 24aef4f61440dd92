extension SafetensorsFile {
  /// The elements of a tensor as floats; F16 and BF16 are widened, which is exact.
  ///
  /// - Throws: `FormatError` when the tensor is missing or of another type.
  package func floats(_ name: String) throws(FormatError) -> [Float] {
    let tensor = try tensor(name)
    switch tensor.type {
    case .float32: return elements(tensor, Float.self)
    case .float16: return elements(tensor, Float16.self).map(Float.init)
    case .bfloat16: return elements(tensor, UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default: throw wrongType(name, tensor, expected: "F32, F16 or BF16")
    }
  }

  /// The elements of a tensor as doubles: F64, or any type that `floats` takes.
  ///
  /// - Throws: `FormatError` when the tensor is missing or of another type.
  package func doubles(_ name: String) throws(FormatError) -> [Double] {
    let tensor = try tensor(name)
    if tensor.type == .float64 { return elements(tensor, Double.self) }
    return try floats(name).map(Double.init)
  }

  /// The elements of a tensor as 64-bit integers: I64, I32, I16, I8, U8 or BOOL.
  ///
  /// - Throws: `FormatError` when the tensor is missing or of another type.
  package func int64s(_ name: String) throws(FormatError) -> [Int64] {
    let tensor = try tensor(name)
    switch tensor.type {
    case .int64: return elements(tensor, Int64.self)
    case .int32: return elements(tensor, Int32.self).map(Int64.init)
    case .int16: return elements(tensor, Int16.self).map(Int64.init)
    case .int8: return elements(tensor, Int8.self).map(Int64.init)
    case .uint8, .bool: return elements(tensor, UInt8.self).map(Int64.init)
    default: throw wrongType(name, tensor, expected: "I64, I32, I16, I8, U8 or BOOL")
    }
  }

  /// Checks a tensor's shape; nil stands for any length.
  ///
  /// - Throws: `FormatError` that names both shapes.
  package func check(_ name: String, shape expected: [Int?]) throws(FormatError) {
    let shape = try tensor(name).shape
    let fits = shape.count == expected.count && zip(shape, expected).allSatisfy { $1 == nil || $0 == $1 }
    guard !fits else { return }
    let wanted = expected.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
    throw failure(name, "has the shape \(shape) where [\(wanted)] is expected", cure: "save it in that shape")
  }

  private func wrongType(_ name: String, _ tensor: Tensor, expected: String) -> FormatError {
    failure(
      name, "is \(tensor.type.rawValue) where \(expected) is expected", cure: "convert it before saving")
  }

  private func elements<Element: BitwiseCopyable>(_ tensor: Tensor, _: Element.Type) -> [Element] {
    withBytes(of: tensor) { bytes in
      [Element](unsafeUninitializedCapacity: tensor.count) { buffer, initialized in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
        initialized = tensor.count
      }
    }
  }
}
