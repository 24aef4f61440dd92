extension SafetensorsFile {
  /// The elements of a tensor as floats; F16 and BF16 are widened, which is exact.
  ///
  /// - Throws: `FormatError` when the tensor is missing or of another type.
  package func floats(_ name: String) throws(FormatError) -> [Float] {
    let tensor = try tensor(name)
    let bytes = bytes(of: tensor)
    switch tensor.type {
    case .float32: return Self.elements(bytes, Float.self)
    case .float16: return Self.elements(bytes, Float16.self).map(Float.init)
    case .bfloat16: return Self.elements(bytes, UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default: throw wrongType(name, tensor, expected: "F32, F16 or BF16")
    }
  }

  /// The elements of a tensor as doubles: F64, or any type that `floats` takes.
  ///
  /// - Throws: `FormatError` when the tensor is missing or of another type.
  package func doubles(_ name: String) throws(FormatError) -> [Double] {
    let tensor = try tensor(name)
    if tensor.type == .float64 { return Self.elements(bytes(of: tensor), Double.self) }
    return try floats(name).map(Double.init)
  }

  /// The elements of a tensor as 64-bit integers: I64, I32, I16, I8, U8 or BOOL.
  ///
  /// - Throws: `FormatError` when the tensor is missing or of another type.
  package func int64s(_ name: String) throws(FormatError) -> [Int64] {
    let tensor = try tensor(name)
    let bytes = bytes(of: tensor)
    switch tensor.type {
    case .int64: return Self.elements(bytes, Int64.self)
    case .int32: return Self.elements(bytes, Int32.self).map(Int64.init)
    case .int16: return Self.elements(bytes, Int16.self).map(Int64.init)
    case .int8: return Self.elements(bytes, Int8.self).map(Int64.init)
    case .uint8, .bool: return bytes.map(Int64.init)
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

  private static func elements<Element: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer, _: Element.Type)
    -> [Element]
  {
    let count = bytes.count / MemoryLayout<Element>.size
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      initialized = count
    }
  }
}
