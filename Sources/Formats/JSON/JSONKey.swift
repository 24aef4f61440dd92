import Glibc

/// A member's key, compared byte by byte without making a `String`; valid as long as its document.
package struct JSONKey: Hashable {
  /// The key's bytes, escapes resolved.
  package let utf8: UnsafeBufferPointer<UInt8>

  /// The key as a string.
  package var string: String { String(decoding: utf8, as: UTF8.self) }

  /// Whether two keys have the same bytes.
  package static func == (one: JSONKey, other: JSONKey) -> Bool {
    one.utf8.count == other.utf8.count && same(one.utf8, other.utf8.baseAddress)
  }

  /// Whether a key has the bytes of a string.
  package static func == (key: JSONKey, name: String) -> Bool {
    key.utf8.elementsEqual(name.utf8)
  }

  /// Lets keys be told apart in a `switch` over literals.
  package static func ~= (name: StaticString, key: JSONKey) -> Bool {
    key.utf8.count == name.utf8CodeUnitCount && same(key.utf8, name.utf8Start)
  }

  /// Feeds the bytes to a hasher, which is seeded: chosen keys cannot make it slow.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytes: UnsafeRawBufferPointer(utf8))
  }

  private static func same(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafePointer<UInt8>?) -> Bool {
    guard let start = one.baseAddress, let other else { return one.isEmpty }
    return memcmp(start, other, one.count) == 0
  }
}
