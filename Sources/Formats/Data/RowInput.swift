/// What a data file says of one row's input; valid until the next row is read.
enum RowInput {
  case features(UnsafeBufferPointer<Float>)
  /// UTF-8.
  case text(UnsafeBufferPointer<UInt8>)
}
