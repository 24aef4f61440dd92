import Formats
import HTTPServer

/// Reads which version `PUT /v1/models/active` should activate.
struct ActivationRequest: Sendable {
  let version: String
  let force: Bool

  /// - Throws: `Problem` that points at the field at fault.
  init(_ request: Request<Endpoint>, parser: JSONParser) throws(Problem) {
    var (version, force): (String?, Bool) = (nil, false)
    try RequestDocument.read(request, with: parser, known: "version, force") { name, value in
      switch name {
      case "version": version = try value.string
      case "force": force = try value.bool
      default: return false
      }
      return true
    }
    guard let version else { throw .field("#/version", "is missing; name one that GET /v1/models lists") }
    (self.version, self.force) = (version, force)
  }
}
