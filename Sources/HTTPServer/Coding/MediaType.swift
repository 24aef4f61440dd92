/// Knows media types: which ones compress, and which one a file's name means.
enum MediaType {
  /// Whether bytes of a type get much smaller by gzip; parameters do not matter.
  ///
  /// - Parameter asStream: whether each piece leaves at once, as events must.
  static func isCompressible(_ type: StaticString, asStream: Bool = false) -> Bool {
    let bytes = UnsafeRawBufferPointer(start: type.utf8Start, count: type.utf8CodeUnitCount)
    let end = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
    let essence = String(
      decoding: ListField.trimmed(UnsafeRawBufferPointer(rebasing: bytes[..<end])), as: UTF8.self)
    if essence.hasPrefix("text/") { return asStream || essence != "text/event-stream" }
    return compressible.contains(essence) || essence.hasSuffix("+json") || essence.hasSuffix("+xml")
  }

  private static let compressible: Set<String> = [
    "application/json", "application/yaml", "application/xml", "application/javascript",
    "application/x-ndjson",
    "application/wasm", "application/openmetrics-text",
  ]

  /// The type that a file name's extension means; bytes of no known type otherwise.
  static func ofFile(_ name: some StringProtocol) -> StaticString {
    guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
    return byExtension[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
  }

  private static let byExtension: [String: StaticString] = [
    "html": "text/html; charset=utf-8", "htm": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json", "map": "application/json", "jsonl": "application/x-ndjson",
    "yaml": "application/yaml", "yml": "application/yaml", "xml": "application/xml", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "ico": "image/vnd.microsoft.icon", "woff": "font/woff", "woff2": "font/woff2",
    "ttf": "font/ttf", "wasm": "application/wasm", "pdf": "application/pdf", "gz": "application/gzip",
    "zip": "application/zip", "mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg",
  ]
}
