import Formats
import HTTPServer

/// Reads an expert's label from `POST /v1/decisions/{id}/labels`.
struct LabelRequest: Sendable {
  let expert: String
  let label: String
  let seconds: Double?
  let replace: Bool

  /// - Throws: `Problem` that points at the field at fault.
  init(_ request: Request<Endpoint>, parser: JSONParser) throws(Problem) {
    var (expert, label): (String?, String?) = (nil, nil)
    var (seconds, replace): (Double?, Bool) = (nil, false)
    try RequestDocument.read(request, with: parser, known: "expert, label, seconds, replace") { name, value in
      switch name {
      case "expert": expert = try value.string
      case "label": label = try value.string
      case "seconds": seconds = try value.isNull ? nil : Self.seconds(value)
      case "replace": replace = try value.bool
      default: return false
      }
      return true
    }
    guard let expert else { throw .field("#/expert", "is missing; name the expert who gave the label") }
    guard let label else { throw .field("#/label", "is missing; give the expert's label") }
    (self.expert, self.label, self.seconds, self.replace) = (expert, label, seconds, replace)
  }

  private static func seconds(_ value: JSONElement) throws(JSONError) -> Double {
    let seconds = try value.double
    guard (0...1e7).contains(seconds) else { throw value.failure("must be seconds from 0 to 10000000") }
    return seconds
  }
}

/// Reads the true label from `PUT /v1/decisions/{id}/outcome`.
struct OutcomeRequest: Sendable {
  /// Bytes of `source` at most.
  private static let sourceLimit = 256

  let label: String
  let source: String?

  /// - Throws: `Problem` that points at the field at fault.
  init(_ request: Request<Endpoint>, parser: JSONParser) throws(Problem) {
    var (label, source): (String?, String?) = (nil, nil)
    try RequestDocument.read(request, with: parser, known: "label, source") { name, value in
      switch name {
      case "label": label = try value.string
      case "source": source = try value.isNull ? nil : Self.source(value)
      default: return false
      }
      return true
    }
    guard let label else { throw .field("#/label", "is missing; give the true label") }
    (self.label, self.source) = (label, source)
  }

  private static func source(_ value: JSONElement) throws(JSONError) -> String {
    guard value.utf8.count <= sourceLimit else {
      throw value.failure("has \(value.utf8.count) bytes; at most \(sourceLimit) are kept")
    }
    // Read back, a text would end at its first NUL.
    guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
      throw value.failure("holds a control character; leave it out")
    }
    return try value.string
  }
}
