/// Takes a request's path below a directory apart (RFC 3986, section 3.3).
enum StaticPath {
  /// The names from the directory down to the file; nil where no file can have this path.
  ///
  /// Each segment is decoded by itself and must be one plain name: not empty, not hidden, without a slash or a NUL.
  /// - Returns: also whether the path ends in a slash and so means a directory.
  static func names(_ path: UnsafeRawBufferPointer) -> (names: [String], isDirectory: Bool)? {
    var segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isDirectory = segments.last?.isEmpty ?? true
    if isDirectory { segments = segments.dropLast() }
    var names: [String] = []
    for segment in segments {
      let octets = PercentEncoding.octets(UnsafeRawBufferPointer(rebasing: segment))
      guard let name = String(validating: octets, as: UTF8.self), isPlain(octets) else { return nil }
      names.append(name)
    }
    return (names, isDirectory)
  }

  /// Dot segments are hidden names, too.
  private static func isPlain(_ name: [UInt8]) -> Bool {
    guard let first = name.first, first != UInt8(ascii: "."), name.count <= 255 else { return false }
    return !name.contains(UInt8(ascii: "/")) && !name.contains(0)
  }
}
