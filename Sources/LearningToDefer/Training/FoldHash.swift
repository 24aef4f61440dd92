/// The keyed hash that fixes a row's fold for ever: SipHash-2-4 (Aumasson, Bernstein 2012).
package enum FoldHash {
  // "deferral/fold/v1" in little-endian words. Changing the key would move rows between folds.
  private static let key: (UInt64, UInt64) = (0x6c61_7272_6566_6564, 0x3176_2f64_6c6f_662f)

  /// Hashes a group's or an id's UTF-8 bytes.
  package static func of(_ utf8: some Sequence<UInt8>) -> UInt64 {
    SipHash.hash(utf8, key: key)
  }

  /// Hashes a group's name or an id.
  package static func of(_ string: String) -> UInt64 {
    of(string.utf8)
  }
}
