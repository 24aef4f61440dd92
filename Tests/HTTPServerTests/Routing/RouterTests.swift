import HTTPServer
import Testing

@Suite struct RouterTests {
  private static let router = Router([
    Route(.get, "/", action: "root"),
    Route(.get, "/v1/decisions", action: "list"),
    Route(.post, "/v1/decisions", bodyLimit: 10, action: "create"),
    Route(.get, "/v1/decisions/{id}", action: "read"),
    Route(.post, "/v1/decisions/batch", bodyLimit: 10, action: "batch"),
    Route(.put, "/v1/decisions/{id}/labels/{expert}", bodyLimit: 10, action: "label"),
    Route(.get, "/v1/decisions/batch/labels", action: "labels"),
    Route(.delete, "/a.b", action: "dot"),
    Route(.options, "/own", action: "own"),
    Route(.get, "/files/{path...}", action: "files"), Route(.get, "/files/a/special", action: "special"),
  ])

  private func describe(_ method: Method, _ path: String) -> String {
    switch Self.router.match(method, path) {
    case .found(let action, let parameters): ([action] + parameters).joined(separator: " ")
    case .methodNotAllowed(let allow): "405 \(allow)"
    case .notFound: "404"
    }
  }

  @Test(arguments: [
    (Method.get, "/", "root"), (.head, "/", "root"), (.get, "/v1/decisions", "list"),
    (.post, "/v1/decisions", "create"), (.get, "/v1/decisions/7", "read 7"),
    (.head, "/v1/decisions/7", "read 7"), (.post, "/v1/decisions/batch", "batch"),
    (.put, "/v1/decisions/7/labels/ann", "label 7 ann"),
    (.put, "/v1/decisions/batch/labels/ann", "label batch ann"),
    (.get, "/v1/decisions/batch/labels", "labels"),
    (.get, "/v1/decisions/a%20b", "read a b"), (.get, "/v1/decisions/a%2Fb", "read a/b"),
    (.get, "/v1/decisions/%2525", "read %25"), (.get, "/v1/decisions/%C3%A9", "read é"),
    (.get, "/%76%31/decisions", "list"), (.options, "/own", "own"),
    (.get, "/files/a/b/c", "files a/b/c"), (.get, "/files/", "files "), (.get, "/files/a/", "files a/"),
    (.get, "/files/a/special", "special"), (.get, "/files/a/special/x", "files a/special/x"),
    (.get, "/files/a%20b//c", "files a b//c"), (.get, "/files", "404"),
    (.put, "/files/a", "405 GET, HEAD, OPTIONS"),
    (.get, "/v2", "404"), (.get, "/v1", "404"), (.get, "/v1/decisions/", "404"),
    (.get, "/v1//decisions", "404"), (.get, "//", "404"), (.get, "/V1/decisions", "404"),
    (.get, "/v1/decisions/7/labels", "404"), (.get, "/v1%2Fdecisions", "404"), (.get, "/v1/decision", "404"),
    (.delete, "/axb", "404"), (.put, "/v1/decisions/7/labels/ann/x", "404"),
    (.delete, "/v1/decisions", "405 GET, HEAD, POST, OPTIONS"),
    (.post, "/v1/decisions/7", "405 GET, HEAD, OPTIONS"),
    (.get, "/v1/decisions/batch", "405 POST, OPTIONS"),
    (.head, "/a.b", "405 DELETE, OPTIONS"),
  ])
  func `paths lead where they should`(_ method: Method, _ path: String, _ expected: String) {
    #expect(describe(method, path) == expected)
  }

  @Test func `only routes with a body ask for its length`() {
    #expect(Route(.post, "/", bodyLimit: 1, action: 0).requiresLength)
    #expect(!Route(.post, "/", action: 0).requiresLength)
    #expect(!Route(.post, "/", bodyLimit: 1, requiresLength: false, action: 0).requiresLength)
    #expect(!Route(.delete, "/", bodyLimit: 1, action: 0).requiresLength)
  }
}
