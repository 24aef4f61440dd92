import HTTPServer
import Testing

struct PreconditionTests {
  /// Conditions against the tag `"a"`, last modified Sun, 06 Nov 1994 08:49:37 GMT.
  struct Case: Sendable, CustomTestStringConvertible {
    var match: String?
    var none: String?
    var since: String?
    var until: String?
    let read: Preconditions.Verdict
    var write: Preconditions.Verdict?

    var testDescription: String { "\(match ?? "-") \(none ?? "-") \(since ?? "-") \(until ?? "-")" }
  }

  private static let then = "Sun, 06 Nov 1994 08:49:37 GMT"
  private static let before = "Sun, 06 Nov 1994 08:49:36 GMT"
  private static let after = "Sun, 06 Nov 1994 08:49:38 GMT"

  static let cases = [
    Case(read: .proceed),
    Case(match: "\"a\"", read: .proceed), Case(match: "*", read: .proceed),
    Case(match: "\"b\"", read: .failed),
    Case(match: "\"b\", \"a\"", read: .proceed), Case(match: "W/\"a\"", read: .failed),
    Case(match: "\"b\",\t,\"a\"", read: .proceed), Case(match: "a", read: .failed),
    Case(match: "", read: .failed),
    Case(match: "\"b\" \"a\"", read: .failed), Case(match: "*, \"b\"", read: .failed),
    Case(none: "\"a\"", read: .notModified, write: .failed),
    Case(none: "W/\"a\"", read: .notModified, write: .failed),
    Case(none: "*", read: .notModified, write: .failed), Case(none: "\"b\"", read: .proceed),
    Case(none: "\"b\", W/\"c\", \"a\"", read: .notModified, write: .failed), Case(none: "a", read: .proceed),
    Case(none: "w/\"a\"", read: .proceed), Case(none: "\"a", read: .proceed),
    Case(none: "\"A\"", read: .proceed),
    Case(since: then, read: .notModified, write: .proceed),
    Case(since: after, read: .notModified, write: .proceed),
    Case(since: before, read: .proceed), Case(since: "yesterday", read: .proceed),
    Case(since: "Sunday, 06-Nov-94 08:49:37 GMT", read: .notModified, write: .proceed),
    Case(since: "Sun Nov  6 08:49:37 1994", read: .notModified, write: .proceed),
    Case(until: then, read: .proceed), Case(until: after, read: .proceed), Case(until: before, read: .failed),
    Case(until: "soon", read: .proceed),
    // RFC 9110, section 13.2.2: tags win over dates, and what is asked first wins.
    Case(none: "\"b\"", since: after, read: .proceed),
    Case(none: "\"a\"", since: before, read: .notModified, write: .failed),
    Case(match: "\"a\"", until: before, read: .proceed), Case(match: "\"b\"", until: after, read: .failed),
    Case(match: "\"b\"", none: "\"a\"", read: .failed),
    Case(match: "\"a\"", none: "\"a\"", read: .notModified, write: .failed),
    Case(none: "\"a\"", until: before, read: .failed), Case(since: then, until: before, read: .failed),
    Case(match: "*", since: then, read: .notModified, write: .proceed),
  ]

  @Test(arguments: cases) func `conditions are judged in their order`(_ asked: Case) {
    var conditions = Preconditions()
    conditions.ifMatch = asked.match
    conditions.ifNoneMatch = asked.none
    conditions.ifModifiedSince = asked.since
    conditions.ifUnmodifiedSince = asked.until
    let verdict = {
      conditions.verdict(isRead: $0, tag: EntityTag("a"), lastModified: 784_111_777, now: 1_800_000_000)
    }
    #expect(verdict(true) == asked.read)
    #expect(verdict(false) == asked.write ?? asked.read)
  }

  @Test(arguments: [
    ("\"a\"", true), ("W/\"a\"", false), ("\"b\"", false), ("\"a", false), (then, true), (before, false),
    (after, false), ("*", false), ("\"b\", \"a\"", true), ("soon", false),
  ])
  func `a range counts only for exactly this version`(_ field: String, _ expected: Bool) {
    var conditions = Preconditions()
    conditions.ifRange = field
    let now = 1_800_000_000
    #expect(conditions.allowsRange(tag: EntityTag("a"), lastModified: 784_111_777, now: now) == expected)
    #expect(!conditions.allowsRange(tag: EntityTag("a", isWeak: true), lastModified: nil, now: now))
  }

  @Test func `a date counts once its second is over`() {
    var conditions = Preconditions()
    conditions.ifRange = Self.then
    #expect(!conditions.allowsRange(tag: EntityTag("a"), lastModified: 784_111_777, now: 784_111_777))
    #expect(conditions.allowsRange(tag: EntityTag("a"), lastModified: 784_111_777, now: 784_111_778))
  }

  @Test func `tags of different bytes differ`() {
    let tags = (0..<1000).map { EntityTag(of: Array("page \($0)".utf8)).text }
    #expect(Set(tags).count == 1000)
    #expect(EntityTag(of: []) == EntityTag(of: []))
  }
}
