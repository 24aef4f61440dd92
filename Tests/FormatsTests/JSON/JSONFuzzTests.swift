import Formats
import Foundation
import LearningToDefer
import Testing

struct JSONFuzzTests {
  private static let documents = [
    #"{"features": [1, -2.5e3, 0.0001], "alpha": 0.1, "experts": ["a", "b\u00e9"], "metadata": {"x": null, "y": true}}"#,
    #"[[[], {}], "\"\\\/\b\f\n\r\t", false, 12345678901234567890, {"k": [{"z": -0.0}]}, "日本😀"]"#,
  ]
  private static let alphabet =
    Array(#"{}[]",:.0123456789eE+-\/untrfalsdbNIy "#.utf8) + [
      0x00, 0x0A, 0x1F, 0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF,
    ]

  private static func mutated(_ document: String, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(document.utf8)
    for _ in 0...random.index(below: 4) {
      let place = random.index(below: bytes.count)
      let letter = alphabet[random.index(below: alphabet.count)]
      switch random.index(below: 4) {
      case 0: bytes[place] = letter
      case 1: bytes.insert(letter, at: place)
      case 2: bytes.remove(at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + random.index(below: 12)))
      }
      if bytes.isEmpty { bytes = [letter] }
    }
    return bytes
  }

  /// Foundation takes these though RFC 8259 does not, or the other way round; they are left out of the comparison.
  private static func isComparable(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    return !bytes.contains(0)
  }

  @Test func `what Foundation takes is taken and what it refuses is refused`() throws {
    var random = SeededGenerator(seed: 20_26)
    let parser = JSONParser()
    var accepted = 0
    for round in 0..<30_000 {
      let bytes = Self.mutated(Self.documents[round % 2], &random)
      let ours = Result { () throws(JSONError) in try JSONValue(parser.parse(bytes)) }
      if (try? ours.get()) != nil { accepted += 1 }
      if case .failure(let error) = ours {
        #expect(error.pointer.hasPrefix("#") && !error.detail.isEmpty)
        #expect(error.detail != "is not valid JSON", "undiagnosed: \(String(decoding: bytes, as: UTF8.self))")
      }
      guard Self.isComparable(bytes) else { continue }
      let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
      if (try? ours.get()) == nil, theirs != nil {
        #expect(Self.mayDiffer(ours), "\(String(decoding: bytes, as: UTF8.self)): \(ours)")
      }
      if (try? ours.get()) != nil { #expect(theirs != nil, "\(String(decoding: bytes, as: UTF8.self))") }
    }
    #expect(accepted > 1000)
  }

  /// Stricter here by intention: duplicate keys, whole numbers beyond 64 bits, and the last comma that RFC 8259 has not.
  private static func mayDiffer(_ result: Result<JSONValue, JSONError>) -> Bool {
    guard case .failure(let error) = result else { return false }
    if error.detail.hasSuffix("not ']'") || error.detail.contains("not '}'") { return true }
    return error.detail.contains("twice") || error.detail.contains("64 bits")
      || error.detail.contains("64-bit")
  }
}
