import Reports
import Testing

struct MarkupTests {
  @Test func `text and attributes are escaped`() throws {
    let text = "a < b & \"c\" > 'd' \u{1}é"
    let source = Markup("p", ["title": text], text: text).source
    let parsed = try #require(ParsedMarkup(source)?.elements.first)
    #expect(parsed.text == "a < b & \"c\" > 'd' é")
    #expect(parsed.attributes["title"] == "a < b & \"c\" > 'd' é")
  }

  @Test func `only elements that HTML knows as empty close themselves`() {
    #expect(Markup("div").source == "<div></div>")
    #expect(Markup("meta", ["charset": "utf-8"]).source == "<meta charset=\"utf-8\"/>")
  }

  @Test func `numbers have fixed places and a true minus`() {
    #expect(FixedDecimal.text(1.005, places: 1) == "1.0")
    #expect(FixedDecimal.text(-0.04, places: 1) == "0.0")
    #expect(FixedDecimal.text(-12.36, places: 1) == "−12.4")
    #expect(FixedDecimal.text(0.5, places: 0) == "1")
    #expect(FixedDecimal.text(nil, places: 2) == "–")
    #expect(FixedDecimal.text(.nan, places: 2) == "–")
  }

  @Test func `coordinates are short and read by any drawing program`() {
    #expect(FixedDecimal.coordinate(12) == "12")
    #expect(FixedDecimal.coordinate(-3.456) == "-3.46")
    #expect(FixedDecimal.coordinate(0.5) == "0.5")
    #expect(FixedDecimal.coordinate(100) == "100")
  }
}
