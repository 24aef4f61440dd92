import Formats
import Testing

struct JSONValueTests {
  @Test func `members keep their order through a round trip`() throws {
    let text = #"{"z":1,"a":[1.5,{"k":null},"x"],"m":{"b":true,"a":false},"e":[],"o":{}}"#
    let value = try JSONValue.parse(Array(text.utf8))
    #expect(value.serialise() == Array(text.utf8))
    #expect(try JSONValue.parse(value.serialise(pretty: true)) == value)
  }

  @Test func `pretty text indents objects and keeps plain lists on one line`() throws {
    let value = JSONValue.object([
      JSONMember("classes", .array([.string("a"), .string("b")])),
      JSONMember(
        "network", .object([JSONMember("input", .integer(4)), JSONMember("more", .array([.object([])]))])),
    ])
    let expected = """
      {
        "classes": ["a", "b"],
        "network": {
          "input": 4,
          "more": [
            {}
          ]
        }
      }

      """
    #expect(String(decoding: value.serialise(pretty: true), as: UTF8.self) == expected)
  }

  @Test func `a member is replaced in place, added last, or removed`() throws {
    var value = try JSONValue.parse(Array(#"{"a":1,"b":2}"#.utf8))
    value["a"] = .integer(3)
    value["c"] = .null
    value["b"] = nil
    #expect(value.serialise() == Array(#"{"a":3,"c":null}"#.utf8))
  }

  @Test func `a duplicate key deep inside is refused`() {
    let text = #"{"a":[{"b":{"c":1,"c":2}}]}"#
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8)) }
    #expect(error?.pointer == "#/a/0/b/c")
  }
}
