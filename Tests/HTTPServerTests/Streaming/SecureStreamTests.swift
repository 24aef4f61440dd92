import Foundation
import HTTPServer
import Testing

/// Streams and files through TLS, by curl.
struct SecureStreamTests {
  private let authority: TestAuthority
  private let fixture: StreamingServer
  private let directory: ScratchDirectory
  private static let file: [UInt8] = {
    var bytes: [UInt8] = []
    for _ in 0..<20 { bytes += prose(1_000_000) }
    return bytes
  }()

  init() throws {
    authority = try TestAuthority()
    directory = try ScratchDirectory()
    try directory.write("large.bin", Self.file)
    let files = try #require(StaticDirectory(path: directory.path))
    fixture = try StreamingServer(
      certificate: CertificateFiles(authority.issue("server")),
      routes: [Route(.get, "/files/{path...}", action: .directory(files))])
  }

  private func curl(_ path: String, _ options: String...) throws -> Command.Outcome {
    try Command.run(
      ["curl", "-sS", "--cacert", authority.certificate] + options
        + ["https://127.0.0.1:\(fixture.securePort)\(path)"], within: 60)
  }

  @Test(arguments: ["1.2", "1.3"])
  func `tens of megabytes go up, with pauses and in chunks`(version: String) throws {
    let file = directory.file("large.bin")
    for path in ["/count", "/pausing"] {
      #expect(try curl(path, "-T", file, "--tlsv\(version)", "--tls-max", version).output == "20000000")
    }
    #expect(try curl("/count", "-T", file, "-H", "Transfer-Encoding: chunked").output == "20000000")
    #expect(fixture.record.snapshot.failures.isEmpty && fixture.record.snapshot.ends == 3)
  }

  @Test func `streams come down, plain and in gzip`() throws {
    #expect(try curl("/large").bytes.count == largeStream)
    #expect(try curl("/large", "--compressed").bytes.count == largeStream)
    #expect(try curl("/length", "-0").bytes.count == 25_000)
    #expect(try curl("/rows", "--compressed").bytes.count { $0 == UInt8(ascii: "x") } == 10_000_000)
    #expect(fixture.statistics.answersAborted == 0)
  }

  @Test func `a file and its ranges are sent without sendfile`() throws {
    #expect(try curl("/files/large.bin").bytes == Data(Self.file))
    let head = try curl("/files/large.bin", "-I").output
    #expect(head.contains("Content-Length: 20000000"))
    #expect(try curl("/files/large.bin", "-r", "5-14").bytes == Data(Self.file[5..<15]))
    #expect(try curl("/files/large.bin", "-r", "-3000000").bytes == Data(Self.file.suffix(3_000_000)))
    let parts = try curl("/files/large.bin", "-r", "0-3,19999990-").output
    #expect(parts.contains("Content-Range: bytes 0-3/20000000"))
    #expect(parts.contains("Content-Range: bytes 19999990-19999999/20000000"))
  }

  @Test func `events arrive through TLS, and a client that leaves is noticed`() throws {
    let seen = try curl("/ticks", "-N", "-m", "1").output
    #expect(seen.hasPrefix("id: 0\ndata: tick 0\n\n") && seen.contains(":\n\n:\n\n"))
    waitUntil { fixture.statistics.connectionsOpen == 0 }
    #expect(fixture.statistics.requestsInFlight == 0)
  }
}
