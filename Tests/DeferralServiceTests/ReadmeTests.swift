import Foundation
import Testing

@Suite struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func `the README quotes the Python snippet that is tested`() throws {
    let readme = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let snippet = Self.root.appendingPathComponent("Tests/FormatsTests/Fixtures/write_bundle.py")
    #expect(readme.contains(try String(contentsOf: snippet, encoding: .utf8)))
  }
}
