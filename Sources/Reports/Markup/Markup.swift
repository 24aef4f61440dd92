/// An element of HTML or SVG with what is in it, or text.
///
/// It is written as XML that is HTML too, so that any XML parser can check a whole page.
package struct Markup: Sendable, Equatable {
  private enum Content: Sendable, Equatable {
    case text(String)
    case element(name: String, attributes: [Attribute], children: [Markup])
  }

  private struct Attribute: Sendable, Equatable {
    let name: String
    let value: String
  }

  /// The elements of HTML that end where they begin.
  private static let void: Set<String> = ["br", "col", "hr", "img", "input", "link", "meta"]

  private let content: Content

  private init(_ content: Content) { self.content = content }

  /// Makes an element; attributes are escaped when they are written.
  package init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
  ) {
    content = .element(
      name: name, attributes: attributes.map { Attribute(name: $0.key, value: $0.value) }, children: children)
  }

  /// Makes an element that holds nothing but text.
  package init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes, [.text(text)])
  }

  /// Makes text, which is escaped when it is written.
  package static func text(_ text: String) -> Markup { Markup(.text(text)) }

  /// The element as it stands in a file.
  package var source: String {
    var source = ""
    write(to: &source)
    return source
  }

  private func write(to source: inout String) {
    switch content {
    case .text(let text): source += Self.escaped(text)
    case .element(let name, let attributes, let children):
      source += "<" + name
      for attribute in attributes {
        source += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
      }
      guard !Self.void.contains(name) else { return source += "/>" }
      source += ">"
      for child in children { child.write(to: &source) }
      source += "</\(name)>"
    }
  }

  /// Escapes what XML reads as its own, and drops the control characters that it cannot hold.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
