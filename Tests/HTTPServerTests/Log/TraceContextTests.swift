import HTTPServer
import Testing

struct TraceContextTests {
  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let parent = "00f067aa0ba902b7"

  private func read(_ value: String) -> TraceContext? {
    Array(value.utf8).withUnsafeBytes { TraceContext($0) }
  }

  @Test func `the specification's example is read`() throws {
    let context = try #require(read("00-\(Self.trace)-\(Self.parent)-01"))
    #expect(context.traceID == Self.trace)
    #expect(context.parentID == Self.parent)
    #expect(context.isSampled)
    #expect(context.flags == 1)
  }

  // W3C Trace Context, sections 3.2.2.2 to 3.2.4.
  @Test(arguments: [
    "00-\(trace)-\(parent)-00", "00-\(trace)-\(parent)-ff", "cc-\(trace)-\(parent)-01",
    "cc-\(trace)-\(parent)-01-what-the-future-brings", "01-\(trace)-\(parent)-01-",
  ])
  func `valid values, those of versions to come too`(value: String) throws {
    let context = try #require(read(value))
    #expect(context.traceID == Self.trace)
    #expect(context.isSampled == (value.dropFirst(54).prefix(1) != "0"))
  }

  @Test(arguments: [
    "", "00", "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-", "00-\(trace)-\(parent)-1",
    "00-\(trace)-\(parent)-01-",
    "00-\(trace)-\(parent)-01-more", "00-\(trace)-\(parent)-01 ", "ff-\(trace)-\(parent)-01",
    "0g-\(trace)-\(parent)-01", "CC-\(trace)-\(parent)-01", "00-\(trace.uppercased())-\(parent)-01",
    "00-\(trace)-\(parent.uppercased())-01", "00-\(trace)-\(parent)-0A",
    "00-00000000000000000000000000000000-\(parent)-01", "00-\(trace)-0000000000000000-01",
    "00_\(trace)-\(parent)-01", "00-\(trace)_\(parent)-01", "00-\(trace)-\(parent)_01",
    "00-\(trace.dropLast())x-\(parent)-01", "00-\(trace)0-\(parent)-01", "cc-\(trace)-\(parent)-01x",
    " 00-\(trace)-\(parent)-01",
  ])
  func `anything else is void`(value: String) {
    #expect(read(value) == nil)
  }
}
