import Foundation
import Glibc
import HTTPServer
import Testing

/// Where SwiftPM put the program that counts its own allocations, beside this test.
private let benchmark = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  .appendingPathComponent("HTTPBenchmark")

/// Counted in a program of its own: here other tests allocate.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: benchmark.path)))
struct AllocationTests {
  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5500\r\n\r\n" + String(repeating: "x", count: 5500),
  ])
  func `a request allocates nothing in steady state`(request: String) throws {
    let program = try CountingProgram()
    let client = try RawClient(port: program.port)
    func ask(_ count: Int) throws {
      for _ in 0..<count {
        client.send(request)
        _ = try client.response()
      }
    }
    try ask(500)
    _ = try allocations(client)
    let before = try allocations(client)
    try ask(4000)
    let counted = try allocations(client) - before
    // Falling asleep and waking allocates in Dispatch, now and then; a request does not.
    #expect(counted < 400, "\(counted) allocations in 4000 requests")
  }

  private func allocations(_ client: RawClient) throws -> Int {
    client.get("/allocations")
    return try #require(Int(try client.response().body))
  }
}

/// The running program; it ends with this object.
private final class CountingProgram {
  let port: UInt16
  private let process = Process()

  init() throws {
    let output = Pipe()
    process.executableURL = benchmark
    process.arguments = ["127.0.0.1:0", "{}"]
    process.standardOutput = output
    try process.run()
    // "ready on 127.0.0.1:40213"
    let ready = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(ready.split(separator: ":").last.flatMap { UInt16($0.dropLast()) })
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }
}
