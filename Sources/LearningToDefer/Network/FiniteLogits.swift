extension UnsafeBufferPointer<Float> {
  /// Whether every number is finite; extreme features overflow a network's float32.
  package var allFinite: Bool { allSatisfy(\.isFinite) }
}
