import Foundation
import HTTPServer
import Testing

/// `make test-slow`: what slowhttptest's 2,000 connections do to a healthy client.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["DEFERRAL_SLOW_TESTS"] != nil))
struct SlowAttackTests {
  struct Attack: Sendable, CustomTestStringConvertible {
    let name: String
    let options: [String]
    var testDescription: String { name }
  }

  static let attacks = [
    Attack(name: "slow headers", options: ["-H"]),
    Attack(name: "slow body", options: ["-B", "-s", "1000000"]),
    Attack(name: "slow read", options: ["-X", "-w", "10", "-y", "20"]),
  ]
  static let seconds = 15.0

  @Test(arguments: attacks)
  func `healthy requests keep half of their speed at the 99th percentile`(attack: Attack) throws {
    let (server, port) = try Server.attacked()
    let before = try latencies(port, seconds: 5) { true }
    let attacker = try Process.slowhttptest(attack.options, port: port, seconds: Self.seconds)
    waitUntil { server.openConnections > 1000 }
    #expect(server.openConnections > 1000, "slowhttptest did not connect")
    let during = try latencies(port, seconds: Self.seconds + 5) { attacker.isRunning }
    attacker.waitUntilExit()
    let after = try latencies(port, seconds: 5) { true }
    // The quiet times before and after are one sample: the machine may be busier in one of them.
    let quiet = (before + after).sorted()
    report(attack, quiet, during.sorted(), server)
    #expect(during.sorted().percentile(99) < 2 * quiet.percentile(99))
  }

  /// Asks every two milliseconds as long as something holds.
  private func latencies(_ port: UInt16, seconds: Double, while isGoingOn: () -> Bool) throws -> [Double] {
    let client = try RawClient(port: port)
    var latencies: [Double] = []
    let start = ContinuousClock.now
    while isGoingOn(), ContinuousClock.now - start < .seconds(seconds) {
      let asked = ContinuousClock.now
      #expect(try client.asked("/echo/healthy").status == 200)
      latencies.append((ContinuousClock.now - asked) / .seconds(1))
      usleep(2000)
    }
    return latencies
  }

  private func report(
    _ attack: Attack, _ quiet: [Double], _ during: [Double], _ server: Server<ScriptedHandler>
  ) {
    func line(_ values: [Double]) -> String {
      let points = [50, 99, 99.9].map { String(format: "%.0f", values.percentile($0) * 1e6) }
      return "\(points.joined(separator: " / ")) µs of \(values.count)"
    }
    let limits = TimeLimit.allCases.map { "\($0) \(server.timeouts($0))" }.joined(separator: ", ")
    print(
      "\(attack.name): p50 / p99 / p99.9 without \(line(quiet)), with \(line(during)); timeouts: \(limits)")
  }
}

extension [Double] {
  /// Of sorted values.
  fileprivate func percentile(_ percent: Double) -> Double {
    isEmpty ? .nan : self[Swift.min(count - 1, Int(Double(count) * percent / 100))]
  }
}

extension Process {
  fileprivate static func slowhttptest(_ options: [String], port: UInt16, seconds: Double) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let path = options[0] == "-B" ? "/echo" : options[0] == "-X" ? "/page" : "/echo/1"
    // Attackers have processors of their own: this one shall not take the server's.
    process.arguments =
      ["nice", "-n", "19", "slowhttptest"] + options + [
        "-c", "2000", "-r", "1000", "-l", "\(Int(seconds))", "-v", "0", "-u",
        "http://127.0.0.1:\(port)\(path)",
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}

extension Server<ScriptedHandler> {
  /// A server with its usual limits, and a page that is worth reading slowly.
  fileprivate static func attacked() throws -> (server: Server<ScriptedHandler>, port: UInt16) {
    let server = Server(
      configuration: ServerConfiguration(listen: ["127.0.0.1:0"], loops: 2),
      router: Router<ScriptedHandler.Script>([
        Route(.get, "/echo/{what}", action: .echo), Route(.post, "/echo", bodyLimit: 1 << 20, action: .echo),
        Route(.get, "/page", action: .large(128 << 10)),
      ]),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      makeHandler: { ScriptedHandler(context: $0) })
    return (server, HTTPServerTests.port(of: try server.start()[0]))
  }
}
