/// An address to listen on, as a configuration writes it: `https://` in front means TLS.
struct ListenAddress {
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
