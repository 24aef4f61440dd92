/// Which rows of a calibration fold fit maps and which fit conformal sets, where maps are wanted.
///
/// By a hash of the row's group under keys of their own, so that neither depends on the fold's hash and rows of one group stay
/// together; fixed for ever.
package enum CalibrationHalf {
  // "deferral/half/v1" and "deferral/maps/v1" in little-endian words.
  private static let halfKey: (UInt64, UInt64) = (0x6c61_7272_6566_6564, 0x3176_2f66_6c61_682f)
  private static let partKey: (UInt64, UInt64) = (0x6c61_7272_6566_6564, 0x3176_2f73_7061_6d2f)

  /// Whether the rows of a group fit maps; the others fit the sets.
  package static func fitsMaps(_ group: UInt64) -> Bool { hash(group, halfKey) & 1 == 1 }

  /// The part, `0..<parts`, in which the rows of a group are held out while maps are compared.
  static func part(_ group: UInt64, of parts: Int) -> Int { Int(hash(group, partKey) % UInt64(parts)) }

  private static func hash(_ group: UInt64, _ key: (UInt64, UInt64)) -> UInt64 {
    SipHash.hash((0..<8).map { UInt8(truncatingIfNeeded: group >> (8 * UInt64($0))) }, key: key)
  }
}
