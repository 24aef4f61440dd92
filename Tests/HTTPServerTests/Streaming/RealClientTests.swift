import Foundation
import HTTPServer
import Testing

/// curl and Python beside the server; serialised because of the memory that is looked at.
@Suite(.serialized) struct RealClientTests {
  @Test(arguments: ["", "-H 'Expect:'", "--expect100-timeout 0.05"])
  func `curl uploads 300 MB from a pipe, in chunks, and memory stays flat`(option: String) throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let before = residentBytes
    let output = try Command.shell(
      "head -c 300000000 /dev/zero | curl -sS -T - \(option) http://127.0.0.1:\(fixture.port)/count")
    #expect(output == "300000000")
    // Other tests run in this process meanwhile; buffering the body would take more than twice as much.
    #expect(residentBytes - before < 150_000_000)
    #expect(fixture.record.snapshot.ends == 1 && fixture.record.snapshot.failures.isEmpty)
  }

  @Test func `curl reads a stream as it comes`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let output = try Command.shell("curl -sSN http://127.0.0.1:\(fixture.port)/large | wc -c")
    #expect(output.trimmingCharacters(in: .whitespacesAndNewlines) == "\(largeStream)")
    #expect(try Command.shell("curl -sS0 http://127.0.0.1:\(fixture.port)/chunks | wc -c").contains("25000"))
    #expect(
      try Command.shell("curl -sSN -m 0.5 http://127.0.0.1:\(fixture.port)/events 2>&1").hasPrefix(":\n\n:"))
  }

  @Test func `curl leaves in the middle of an upload`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    _ = try? Command.shell(
      "(head -c 1000000 /dev/zero; sleep 2) | timeout -s KILL 1 curl -sS -T - http://127.0.0.1:\(fixture.port)/count"
    )
    waitUntil { !fixture.record.snapshot.failures.isEmpty }
    #expect(fixture.record.snapshot.failures == [.clientLeft])
  }

  @Test func `Python sends a generator, and iterates over an answer`() throws {
    let fixture = try StreamingServer()
    defer { withExtendedLifetime(fixture) {} }
    let output = try Command.shell(
      """
      python3 -c "
      import http.client
      connection = http.client.HTTPConnection('127.0.0.1', \(fixture.port))
      connection.request('PUT', '/count', (b'x' * 1000 for _ in range(1000)), encode_chunked=True,
        headers={'Transfer-Encoding': 'chunked'})
      print(connection.getresponse().read().decode())
      connection.request('GET', '/chunks')
      print(len(connection.getresponse().read()))
      import requests
      url = 'http://127.0.0.1:\(fixture.port)'
      print(requests.put(url + '/count', data=(b'x' * 1000 for _ in range(1000))).text,
        sum(len(piece) for piece in requests.get(url + '/large', stream=True).iter_content(65536)))
      "
      """)
    #expect(output == "1000000\n25000\n1000000 \(largeStream)\n")
  }
}

/// Bytes of memory that this process holds.
var residentBytes: Int {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0) * 4096
}
