import Foundation
import Reports
import Testing

struct ReportPageTests {
  private static let page = ReportPage(
    title: "T < U", lead: "Lead.",
    sections: [
      ReportSection(id: "one", heading: "One", short: "1", content: [Markup("p", text: "text")]),
      ReportSection(id: "two", heading: "Two", short: "2", content: [SamplePlots.figure.markup]),
    ], footer: "Made by hand."
  ).source

  @Test func `a page is well-formed and opens as HTML`() throws {
    #expect(Self.page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    let parsed = try #require(ParsedMarkup(Self.page))
    #expect(parsed.named("title").first?.text == "T < U")
    #expect(parsed.named("h2").map(\.text) == ["One", "Two"])
  }

  @Test func `a page asks nothing from elsewhere`() {
    for word in ["<script", "<link", "<img", "http:", "https:", "url(", "@import", "@font-face"] {
      #expect(!Self.page.contains(word), "\(word)")
    }
  }

  @Test func `every picture has a title, a description and its numbers as a table`() throws {
    let parsed = try #require(ParsedMarkup(Self.page))
    let pictures = parsed.named("svg").filter { $0.attributes["role"] == "img" }
    #expect(pictures.count == SamplePlots.all.count)
    let ids = Set(parsed.elements.compactMap { $0.attributes["id"] })
    for picture in pictures {
      let names = (picture.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
      #expect(names.count == 2 && names.allSatisfy(ids.contains))
    }
    #expect(parsed.named("table").count == SamplePlots.all.count)
  }

  @Test func `ids are unique, and links lead to them`() throws {
    let parsed = try #require(ParsedMarkup(Self.page))
    let ids = parsed.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for link in parsed.named("a") {
      #expect(ids.contains(String((link.attributes["href"] ?? "").dropFirst())))
    }
  }

  @Test func `a figure's file is well-formed and carries its looks`() throws {
    let source = FigureDocument(SamplePlots.figure).source
    let parsed = try #require(ParsedMarkup(source))
    let root = try #require(parsed.elements.first)
    #expect(root.name == "svg" && root.attributes["xmlns"] == "http://www.w3.org/2000/svg")
    #expect(parsed.named("style").first?.text.contains("prefers-color-scheme:dark") == true)
    #expect(parsed.named("text").contains { $0.text == "y = x" })
    #expect(!source.contains("NaN") && !source.contains("inf"))
  }

  @Test func `every drawing lies within its size`() throws {
    for plot in SamplePlots.all {
      let parsed = try #require(ParsedMarkup(Markup("svg", [:], plot.drawing).source))
      for element in parsed.elements {
        for (name, limit) in [
          ("x", plot.size.width), ("cx", plot.size.width), ("y", plot.size.height), ("cy", plot.size.height),
        ] {
          guard let value = element.attributes[name].flatMap(Double.init) else { continue }
          #expect((0...limit).contains(value), "\(plot.heading): \(element.name) \(name) \(value)")
        }
      }
    }
  }

  @Test func `colours of text stand out from the ground in light and dark`() {
    for theme in [Theme.light, .dark] {
      for ink in [theme.ink, theme.soft, theme.faint, theme.states.good, theme.states.open, theme.states.bad]
      {
        #expect(Self.contrast(ink, theme.ground) >= 4.5, "\(ink) on \(theme.ground)")
        #expect(Self.contrast(ink, theme.raised) >= 4.5, "\(ink) on \(theme.raised)")
      }
      for colour in theme.colours.values { #expect(Self.contrast(colour, theme.ground) >= 3, "\(colour)") }
    }
  }

  /// The contrast ratio of WCAG 2.
  private static func contrast(_ one: String, _ other: String) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func luminance(_ colour: String) -> Double {
    let number = Int(colour.dropFirst(), radix: 16) ?? 0
    let channels = [16, 8, 0].map { shift -> Double in
      let value = Double(number >> shift & 255) / 255
      return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
