import Formats
import Testing

struct JSONDiagnosisTests {
  @Test(arguments: [
    (#"{"features":[1,NaN]}"#, "#/features/1", "NaN is not JSON: send a finite number"),
    (#"{"features":[1,2,Infinity]}"#, "#/features/2", "Infinity is not JSON"),
    (#"{"features":[-Infinity]}"#, "#/features/0", "-Infinity and NaN are not JSON"),
    (#"{"features":[1,1e400]}"#, "#/features/1", "1e400 is beyond the range of a 64-bit number"),
    (
      #"{"features":[123456789012345678901234567890]}"#, "#/features/0",
      "does not fit 64 bits: write it with an exponent"
    ),
    (#"{"features":[1,2"#, "#/features", "cut short"),
    (#"{"features":[1,"#, "#/features/1", "cut short"),
    (#"{"features"#, "#", "after 10 bytes: it was cut short"),
    (#"{"a":{"b":tru"#, "#/a/b", "cut short"),
    (#"{"a": True}"#, "#/a", "True is not JSON: write true"),
    (#"{"a": None}"#, "#/a", "None is not JSON: write null"),
    (#"{"a": undefined}"#, "#/a", "write null"),
    (#"{"a": 'x'}"#, "#/a", "double quotes, not single ones"),
    (#"{'a': 1}"#, "#", "a member's name in double quotes is expected at byte 1"),
    (#"{"a": 1,}"#, "#", "is a comma one too many?"),
    (#"[1,,2]"#, "#/1", "a value is expected at byte 3, not ','"),
    (#"{"a" 1}"#, "#", "a colon after the member's name is expected at byte 5, not '1'"),
    (#"{"a": 1 "b": 2}"#, "#", "a comma or } is expected at byte 8"),
    (#"[1 2]"#, "#", "a comma or ] is expected at byte 3, not '2'"),
    (#"{"a": 01}"#, "#/a", "does not begin with 0"), (#"{"a": +1}"#, "#/a", "does not begin with +"),
    (#"{"a": 1.}"#, "#/a", "a digit is expected at byte 8, not '}'"),
    (#"{"a": .5}"#, "#/a", "not a JSON value"), (#"{"a": 1e}"#, "#/a", "a digit is expected"),
    (#"{"a": 0x1F}"#, "#/a", "'x' follows the number 0"),
    (#"{"a": yes}"#, "#/a", "'yes' is not a JSON value"),
    (#"{"a": 1} {"b": 2}"#, "#", "8 bytes follow the document at byte 9: remove them"),
    ("", "#", "the document is empty"), ("  \n", "#", "the document is empty"),
    ("{\"a\": \"x\ny\"}", "#/a", "byte 0x0A stands in a string at byte 8: escape it"),
    (#"{"a": "\x"}"#, "#/a", #"\ followed by 'x' at byte 7 is no escape"#),
    (#"{"a": "\ud83d"}"#, "#/a", "half of a surrogate pair"),
    (#"{"a": "\u12g4"}"#, "#/a", "four hexadecimal digits"),
    ("\u{FEFF}{}", "#", "byte order mark"), (#"{"a/b~c é": NaN}"#, "#/a~1b~0c%20%C3%A9", "NaN"),
  ])
  func `the place and the cure of a syntax error are told`(text: String, pointer: String, detail: String) {
    let error = #expect(throws: JSONError.self) { try JSONParser().parse(Array(text.utf8)) }
    #expect(error?.pointer == pointer)
    #expect(error?.detail.contains(detail) == true, "\(String(describing: error))")
  }

  @Test(
    arguments: [
      ([0xFF], 0), ([0x61, 0xC3], 1), ([0xC0, 0x80], 0), ([0xED, 0xA0, 0x80], 0),
      ([0xF5, 0x80, 0x80, 0x80], 0),
      ([0xE2, 0x82], 0), ([0x80], 0),
    ] as [([UInt8], Int)])
  func `bytes that are not UTF-8 are told by their offset`(content: [UInt8], offset: Int) {
    let document = Array(#"{"a": ""#.utf8) + content + Array(#""}"#.utf8)
    let error = #expect(throws: JSONError.self) { try JSONParser().parse(document) }
    #expect(error == JSONError(pointer: "#/a", detail: "the bytes at \(7 + offset) are not UTF-8"))
  }
}
