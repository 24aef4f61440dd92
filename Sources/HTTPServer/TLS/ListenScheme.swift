/// An address to listen on, and whether `https://` stands in front of it, which means TLS.
struct ListenScheme {
  /// What stands in front of an address with TLS.
  static let prefix = "https://"

  /// The address without its prefix.
  let text: String
  let isSecure: Bool

  init(_ written: String) {
    isSecure = written.hasPrefix(Self.prefix)
    text = isSecure ? String(written.dropFirst(Self.prefix.count)) : written
  }
}
