import Formats
import HTTPServer
import Storage

/// Describes why a request was refused, as RFC 9457 asks for.
///
/// This file alone turns the modules' own errors into problem documents.
package struct Problem: Error, Sendable {
  /// One field that is at fault.
  package struct Fault: Sendable, Equatable {
    /// JSON pointer with `#`: `#/features/3`.
    let pointer: String
    let detail: String
  }

  /// HTTP status.
  let status: Int
  /// What is wrong and the cure.
  let detail: String
  /// Fields at fault.
  var faults: [Fault] = []
  /// Further header fields of the answer.
  var headers: [(String, String)] = []

  /// A field that cannot be accepted: 422 unless the JSON itself is at fault; `detail` follows the field's name.
  static func field(_ pointer: String, _ detail: String, status: Int = 422) -> Problem {
    Problem(
      status: status, detail: "The request's \(pointer) \(detail).",
      faults: [Fault(pointer: pointer, detail: detail)])
  }

  /// The same for an error of the JSON reader, whose words are whole clauses.
  static func field(_ error: JSONError, status: Int = 422) -> Problem {
    Problem(
      status: status, detail: "The request at \(error.pointer): \(error.detail).",
      faults: [Fault(pointer: error.pointer, detail: error.detail)])
  }

  static func notFound(_ what: String) -> Problem {
    Problem(status: 404, detail: "There is no \(what).")
  }

  static func overflow(ofText isText: Bool) -> Problem {
    isText
      ? field("#/text", "overflows the model's numbers; the model should be trained again")
      : field("#/features", "overflows the model's numbers; send values of the size that it was trained on")
  }

  static let noModel = Problem(
    status: 503,
    detail:
      "No model is active yet; start with --model BUNDLE or activate a version with PUT /v1/models/active.",
    headers: [("Retry-After", "5")])
}

extension Problem {
  init(_ error: StoreError) {
    switch error {
    case .busy:
      self.init(
        status: 503, detail: "The store is behind; nothing was stored. Repeat the request shortly.",
        headers: [("Retry-After", "1")])
    case .closed, .full:
      self.init(
        status: 503, detail: "The store takes no writes now; nothing was stored. Repeat the request later.",
        headers: [("Retry-After", "5")])
    default:
      // After a failed sync nobody can tell what reached the disk.
      self.init(
        status: 503,
        detail:
          "The store failed, and it is not known whether this was stored. Repeat the request later, a decision "
          + "with the same Idempotency-Key.",
        headers: [("Retry-After", "5")])
    }
  }

  init(_ failure: HTTPFailure) {
    self.init(status: failure.status, detail: failure.detail)
  }

  init(_ error: RegistryError) {
    switch error {
    case .unknownVersion(let version):
      self = .field("#/version", "names no version (\"\(version)\"); GET /v1/models lists them", status: 404)
    case .notInterchangeable(let version, let active):
      self.init(
        status: 409,
        detail: "Version \(version) takes other inputs or answers with other classes than the active version "
          + "\(active); repeat with \"force\": true if that is wanted.")
    case .costsDoNotFit(let error):
      self.init(
        status: 409,
        detail:
          "The costs of errors do not fit the version's classes: \(error.problem). Correct error_costs, then restart."
      )
    case .championChanged(let active):
      self.init(status: 409, detail: "Version \(active) was activated meanwhile; look at it, then repeat.")
    case .format(let error):
      self.init(status: 500, detail: "The model's files cannot be used: \(error.problem); \(error.cure).")
    case .store(let error):
      self.init(error)
    }
  }
}

extension Problem {
  /// Media type of a problem document.
  static let contentType: StaticString = "application/problem+json"

  /// The document's bytes.
  var document: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("type")
    json.string("about:blank")
    json.key("title")
    json.string(StatusTitle.of(status))
    json.key("status")
    json.int(status)
    json.key("detail")
    json.string(detail)
    if !faults.isEmpty {
      json.key("errors")
      json.beginArray()
      for fault in faults {
        json.beginObject()
        json.key("pointer")
        json.string(fault.pointer)
        json.key("detail")
        json.string(fault.detail)
        json.endObject()
      }
      json.endArray()
    }
    json.endObject()
    return json.bytes
  }
}
