/// One self-contained page: no script, no font and no picture from elsewhere.
package struct ReportPage: Sendable {
  /// The page's name.
  package let title: String
  /// One sentence below it.
  package let lead: String
  /// What is in it, from top to bottom.
  package let sections: [ReportSection]
  /// How it was made.
  package let footer: String

  /// Joins sections.
  package init(title: String, lead: String, sections: [ReportSection], footer: String) {
    self.title = title
    self.lead = lead
    self.sections = sections
    self.footer = footer
  }

  /// The file's text.
  package var source: String {
    let head = Markup(
      "head", [:],
      [
        Markup("meta", ["charset": "utf-8"]),
        Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        Markup("meta", ["name": "color-scheme", "content": "light dark"]),
        Markup("title", text: title), Markup("style", text: Stylesheet.page),
      ])
    let contents = sections.dropFirst().map { Markup("a", ["href": "#\($0.id)"], text: $0.short) }
    let header = Markup(
      "header", [:],
      [Markup("h1", text: title), Markup("p", ["class": "lead"], text: lead), Markup("nav", [:], contents)])
    let main = Markup(
      "main", [:], [header] + sections.map(\.markup) + [Markup("footer", [:], [Markup("p", text: footer)])])
    let page = Markup("html", ["lang": "en"], [head, Markup("body", [:], [main])])
    return "<!DOCTYPE html>\n" + page.source + "\n"
  }
}

/// A heading with what stands below it.
package struct ReportSection: Sendable {
  /// The anchor.
  package let id: String
  /// The heading.
  package let heading: String
  /// Its name in the list of contents.
  package let short: String
  /// What stands below.
  package let content: [Markup]

  /// Joins them.
  package init(id: String, heading: String, short: String, content: [Markup]) {
    self.id = id
    self.heading = heading
    self.short = short
    self.content = content
  }

  var markup: Markup {
    Markup("section", ["id": "section-\(id)"], [Markup("h2", ["id": id], text: heading)] + content)
  }
}
