import Formats
import TestSupport
import Testing

struct MalformedCSVTests {
  private static let header = "id,features.0,features.1,label,group,expert.x\n"

  @Test(arguments: [
    Malformed("", at: "line 0", "the header is missing"), Malformed(header, at: "", "has no rows"),
    Malformed("features.0,features.0\n1,2\n", at: "line 1", "the column \"features.0\" is there twice"),
    Malformed("features.0,features.2\n1,2\n", at: "line 1", "the column features.1 is missing"),
    Malformed("features.1\n1\n", at: "line 1", "the column features.0 is missing"),
    Malformed("features.01\n1\n", at: "line 1", "the column \"features.01\" is unknown"),
    Malformed("features.0,weight\n1,2\n", at: "line 1", "the column \"weight\" is unknown"),
    Malformed("label\na\n", at: "line 1", "no column is named features.0"),
    Malformed("features.0,expert.\n1,a\n", at: "line 1", "is no expert id"),
    Malformed("features.0,expert.mean\n1,a\n", at: "line 1", "reserved"),
    Malformed("text,features.0\na,1\n", at: "line 1", "features.0 and text stand side by side"),
    Malformed("text,text\na,b\n", at: "line 1", "the column \"text\" is there twice"),
    Malformed("text\n\"a\nb\n", at: "line 2", "the quotes of field 1 are not closed"),
    Malformed(Array("label,text\na,".utf8) + [0xFF, 0x0A], at: "line 2", "cell 2 is not UTF-8"),
    Malformed(
      "text,label\n" + String(repeating: "x", count: 32_769) + ",a\n", at: "line 2",
      "its text has 32769 bytes"),
    Malformed(header + "a,1,2,b,g,b,more\n", at: "line 2", "has 7 cells, the header has 6"),
    Malformed(header + "a,1,2,b,g,b\na,1,2\n", at: "line 3", "has 3 cells, the header has 6"),
    Malformed(header + "a,1,,b,g,b\n", at: "line 2", "features.1 is empty"),
    Malformed(header + "a,1,two,b,g,b\n", at: "line 2", "features.1 is \"two\", which is no number"),
    Malformed(header + "a,nan,2,b,g,b\n", at: "line 2", "features.0 is \"nan\""),
    Malformed(header + "a,inf,2,b,g,b\n", at: "line 2", "features.0 is \"inf\""),
    Malformed(header + "a,0x10,2,b,g,b\n", at: "line 2", "features.0 is \"0x10\""),
    Malformed(header + "a,1e39,2,b,g,b\n", at: "line 2", "beyond the range of a 32-bit float"),
    Malformed(header + "a,1e99999,2,b,g,b\n", at: "line 2", "beyond the range of a 32-bit float"),
    Malformed(header + "\"a\"b,1,2,b,g,b\n", at: "line 2", "text follows the quotes of field 1"),
    Malformed(header + "a\"b,1,2,b,g,b\n", at: "line 2", "a quote stands inside field 1"),
    Malformed(header + "\"a\n\nb,1,2\n", at: "line 2", "the quotes of field 1 are not closed"),
    Malformed(
      Array((header + "a,1,2,").utf8) + [0xFF] + Array(",g,b\n".utf8), at: "line 2", "cell 4 is not UTF-8"),
  ])
  func `a malformed record is refused with its line`(row: Malformed) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("rows.csv", row.content)
    row.expect(formatError { _ = try ExamplesFile.read(path) }, file: path)
  }
}
