import Formats
import Testing

struct JSONParserTests {
  let parser = JSONParser()

  private func parse(_ text: String) throws -> JSONElement { try parser.parse(Array(text.utf8)) }

  @Test func `members come in the order written, with their values`() throws {
    let root = try parse(#"{"b": 1, "a": [true, null, "x"], "c": {"d": -2.5e3}}"#)
    var keys: [String] = []
    try root.forEachMember { key, _ throws(JSONError) in keys.append(key.string) }
    #expect(keys == ["b", "a", "c"])
    #expect(try root["b"]?.int64 == 1)
    #expect(root["a"]?.count == 3)
    #expect(try root["c"]?["d"]?.double == -2500)
    #expect(root["e"] == nil)
  }

  @Test func `strings keep escapes, characters beyond ASCII and zero bytes`() throws {
    let root = try parse(#"["\u00e9\ud83d\ude00\n\"\\\/", "日本", "a\u0000b", ""]"#)
    var strings: [String] = []
    try root.forEachElement { item throws(JSONError) in strings.append(try item.string) }
    #expect(strings == ["é😀\n\"\\/", "日本", "a\0b", ""])
  }

  @Test func `a key switches over literals`() throws {
    var found = 0
    try parse(#"{"features": 1, "alpha": 2, "feature": 4}"#).forEachMember { key, value throws(JSONError) in
      switch key {
      case "features": found += 10
      case "alpha": found += 200
      default: found += 4000
      }
    }
    #expect(found == 4210)
  }

  @Test(arguments: [2, 15, 16, 17, 40, 3000])
  func `a key that stands twice is refused before any member is seen`(count: Int) throws {
    let members = (0..<count - 1).map { "\"k\($0)\": \($0)" } + [#""k0": []"#]
    let root = try parse("{\"outer\": {\(members.joined(separator: ","))}}")
    var seen = 0
    let error = #expect(throws: JSONError.self) {
      try root["outer"]?.forEachMember { _, _ throws(JSONError) in seen += 1 }
    }
    #expect(seen == 0)
    #expect(error?.detail.contains("twice") == true)
    // The pointer spells the key; both members have it.
    #expect(error?.pointer == "#/outer/k0")
  }

  @Test(arguments: [1, 16, 17, 500])
  func `different keys are not taken for duplicates`(count: Int) throws {
    let members = (0..<count).map { "\"k\($0)\": \($0)" }
    var seen = 0
    try parse("{\(members.joined(separator: ","))}").forEachMember { _, _ throws(JSONError) in seen += 1 }
    #expect(seen == count)
  }

  @Test func `sixty-four levels are read and sixty-five refused`() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + "1" + String(repeating: "]", count: levels)
    }
    #expect(try parse(nested(64)).kind == .array)
    let error = #expect(throws: JSONError.self) { try parse(nested(65)) }
    #expect(error?.detail == "is nested deeper than 64 levels")
    #expect(error?.pointer == "#" + String(repeating: "/0", count: 64))
    #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
  }

  @Test func `a parser is reused after errors and after larger documents`() throws {
    #expect(throws: JSONError.self) { try parse("[1,") }
    let large = "[" + (0..<50_000).map(String.init).joined(separator: ",") + "]"
    #expect(try parse(large).count == 50_000)
    #expect(try parse("[7]").count == 1)
  }

  @Test func `an element keeps its parser alive`() throws {
    func root() throws -> JSONElement { try JSONParser().parse(Array(#"{"a": "kept"}"#.utf8)) }
    #expect(try root()["a"]?.string == "kept")
  }

  @Test(arguments: [
    (#"{"a": 1}"#, "must be a string, not a number"), (#"{"a": [1]}"#, "must be a string, not an array"),
    (#"{"a": null}"#, "must be a string, not null"), (#"{"a": {}}"#, "must be a string, not an object"),
  ])
  func `a wrong kind is told with its place`(text: String, detail: String) throws {
    let value = try #require(try parse(text)["a"])
    #expect(throws: JSONError(pointer: "#/a", detail: detail)) { try value.string }
  }

  @Test func `whole numbers stay exact up to 64 bits`() throws {
    let root = try parse("[9223372036854775807, -9223372036854775808, 9223372036854775808, 1.0]")
    var results: [Int64?] = []
    try root.forEachElement { item throws(JSONError) in results.append(try? item.int64) }
    #expect(results == [.max, .min, nil, nil])
  }
}
