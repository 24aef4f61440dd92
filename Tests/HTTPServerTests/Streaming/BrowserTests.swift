import Foundation
import HTTPServer
import Testing

/// A real browser reads server-sent events into a page that the server gives out.
@Suite(
  .serialized, .enabled(if: Browser.isInstalled, "chromium is not installed: `make test-setup` installs it"))
struct BrowserTests {
  /// The page waits for the events before it is complete, so that the browser shows it with them.
  private static let page = """
    <!doctype html><title>waiting</title><ul></ul>
    <script>
      const source = new EventSource("/ticks")
      source.onmessage = event => {
        const line = document.createElement("li")
        line.textContent = event.lastEventId + "=" + event.data
        document.querySelector("ul").append(line)
        if (document.querySelectorAll("li").length < 3) return
        document.title = "3 events"
        source.close()
        fetch("/count", {method: "PUT", body: document.querySelector("ul").innerText})
      }
    </script>
    """

  private func fixture(_ authority: TestAuthority) throws -> StreamingServer {
    let page = StaticContent(Array(Self.page.utf8), mediaType: "text/html; charset=utf-8")
    return try StreamingServer(
      certificate: CertificateFiles(authority.issue("server")),
      routes: [Route(.get, "/page", action: .content(page))])
  }

  @Test(arguments: [false, true])
  func `events of a stream reach the page of a browser`(isSecure: Bool) throws {
    let authority = try TestAuthority()
    let fixture = try fixture(authority)
    let origin = isSecure ? "https://localhost:\(fixture.securePort)" : "http://localhost:\(fixture.port)"
    let document = try Browser.document(at: "\(origin)/page")
    #expect(document.contains("<title>3 events</title>"), "\(document)")
    for number in 0..<3 { #expect(document.contains("<li>\(number)=tick \(number)</li>")) }
    // What the page saw came back as an upload.
    #expect(fixture.record.snapshot.ends == 1 && fixture.record.snapshot.received == 26)
  }
}

/// Chromium without a screen.
private enum Browser {
  static var isInstalled: Bool { (try? Command.path("chromium")) != nil }

  /// The document as it is after five seconds of the browser's own time.
  static func document(at url: String) throws -> String {
    let profile = try ScratchDirectory()
    let options = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--ignore-certificate-errors", "--user-data-dir=\(profile.path)", "--virtual-time-budget=5000",
    ]
    let outcome = try Command.run(["chromium"] + options + ["--dump-dom", url], within: 60)
    withExtendedLifetime(profile) {}
    return outcome.output
  }
}
