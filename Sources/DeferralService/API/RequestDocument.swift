import Formats
import HTTPServer

/// Reads the JSON object of a request's body, refusing what it does not know.
enum RequestDocument {
  /// Parses a request's body and visits the members of its object.
  ///
  /// - Parameters:
  ///   - parser: the loop's own parser.
  ///   - known: names of all members, for errors.
  ///   - member: takes a member's name and value; returns false for a name that it does not know.
  /// - Throws: `Problem` 415 for another media type, 400 for malformed JSON, 422 for a field at fault.
  static func read(
    _ request: Request<Endpoint>, with parser: JSONParser, known: String,
    member: (String, JSONElement) throws -> Bool
  ) throws(Problem) {
    try checkContentType(request)
    let root: JSONElement
    do { root = try parser.parse(request.body) } catch { throw .field(error, status: 400) }
    guard root.kind == .object else {
      throw .field("#", "must be an object with \(known)", status: 400)
    }
    var refused: Problem?
    do {
      try root.forEachMember { (key, value) throws(JSONError) in
        if refused == nil { refused = visit(key.string, value, known: known, member: member) }
      }
    } catch {
      throw .field(error, status: 400)
    }
    if let refused { throw refused }
  }

  private static func visit(
    _ name: String, _ value: JSONElement, known: String, member: (String, JSONElement) throws -> Bool
  ) -> Problem? {
    do {
      return try member(name, value) ? nil : .field(value.failure("is not a known field; known are \(known)"))
    } catch let error as JSONError {
      return .field(error)
    } catch let problem as Problem {
      return problem
    } catch {
      return Problem(status: 500, detail: "The request could not be read.")
    }
  }

  private static func checkContentType(_ request: Request<Endpoint>) throws(Problem) {
    // What nearly every client sends costs no copies.
    guard let type = request.header("content-type"), type != "application/json" else { return }
    let media = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
    guard media == "application/json" else {
      throw Problem(status: 415, detail: "The body's Content-Type is \"\(media)\"; send application/json.")
    }
  }
}
