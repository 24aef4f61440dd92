import DeferralService
import Foundation
import HTTPServer
import Storage
import Testing
import Yams

@Suite struct SettingsTests {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Config/deferral.yaml").path

  @Test func `the file in Config names every setting with its default`() throws {
    var settings = Settings()
    try settings.apply(file: Self.file)
    #expect(settings == Settings())
    let text = try String(contentsOfFile: Self.file, encoding: .utf8)
    for entry in Settings.table {
      let name = entry.name.split(separator: ".").last ?? ""
      #expect(text.contains("\(name):"), "\(entry.name) is missing")
    }
    let root = try #require(try Yams.load(yaml: text) as? [String: Any])
    // A map without members is one setting.
    let count = root.values.reduce(0) { $0 + max(1, ($1 as? [String: Any])?.count ?? 1) }
    #expect(count == Settings.table.count)
  }

  @Test func `every line of the file in Config says why`() throws {
    let text = try String(contentsOfFile: Self.file, encoding: .utf8)
    for line in text.split(separator: "\n") where line.contains(": ") {
      #expect(line.contains("# "), "\(line)")
    }
  }

  @Test func `an unknown name is refused with its place`() throws {
    var settings = Settings()
    #expect {
      try settings.apply(yaml: "training:\n  thread: 2\n", source: "x.yaml")
    } throws: { "\($0)".hasPrefix("x.yaml: training.thread: there is no such setting") }
    #expect(settings == Settings())
  }

  @Test(arguments: [
    "alpha: 1", "alpha: -0.1", "alpha: nan", "alpha: x", "event_loops: -1", "durability: fast",
    "allow_unauthenticated: yes please", "limits:\n  connections: 0", "log_level: loud", "audit_rate: 1.5",
    "- 1", "alpha: [0.1]", "costs: 3", "costs: {ann: -1}", "costs: {ann: x}", "costs: [1]",
    "budget: {mode: some}",
    "listen: []", "listen: \"\"", "listen: \"a:1,,b:2\"", "listen: [[\"a:1\"]]", "listen: {a: 1}",
    "socket_mode: 1777", "socket_mode: 0680", "compression: maybe", "tls: {certificates: [\"a:b:c\"]}",
    "tls: {certificates: \":a\"}", "tls: {client_certificates: maybe}", "tls: {ticket_seconds: 1}",
    "limits: {minimum_rate: 0}", "limits: {headers: 1}",
    "budget: {rate: 1.5}", "budget: 0.2", "training: 3", "alpha: 0.1\nalpha: 0.2",
  ])
  func `a value that cannot be used changes nothing`(yaml: String) {
    var settings = Settings()
    #expect(throws: SettingsError.self) {
      try settings.apply(yaml: "drain_seconds: 5\n" + yaml, source: "x.yaml")
    }
    #expect(settings == Settings())
  }

  @Test func `environment variables set the same and unknown ones are reported`() throws {
    var settings = Settings()
    let unknown = try settings.apply(environment: [
      "DEFERRAL_TRAINING_THREADS": "3", "DEFERRAL_DURABILITY": "process", "DEFERRAL_LISTN": "x", "HOME": "/",
    ])
    #expect(settings.training.threads == 3)
    #expect(settings.durability == .process)
    #expect(unknown == ["DEFERRAL_LISTN"])
  }

  @Test func `costs are named in the file and in the environment`() throws {
    var settings = Settings()
    try settings.apply(
      yaml: "costs:\n  ann: 0.1\n  dr.bob: 2\nbudget: {mode: maximum, rate: 0.3}\n", source: "x.yaml")
    #expect(settings.costs == ["ann": 0.1, "dr.bob": 2])
    #expect(settings.budget.mode == .maximum && settings.budget.rate == 0.3)
    let unknown = try settings.apply(environment: ["DEFERRAL_COSTS": "{ann: 0.2, carl: 1}"])
    #expect(settings.costs == ["ann": 0.2, "dr.bob": 2, "carl": 1])
    #expect(unknown.isEmpty)
    #expect(throws: SettingsError.self) { _ = try settings.apply(environment: ["DEFERRAL_COSTS": "3"]) }
  }

  @Test func `an empty file changes nothing`() throws {
    var settings = Settings()
    try settings.apply(yaml: "# nothing\n", source: "x.yaml")
    #expect(settings == Settings())
  }

  @Test(arguments: [
    ("127.0.0.1:8080", true), ("127.9.8.7:1", true), ("[::1]:0", true), ("localhost:80", true),
    ("0.0.0.0:8080", false), ("[::]:8080", false), ("10.0.0.1:1", false), ("127.0.0.1.evil:1", false),
    ("example:80", false), ("127:80", false), ("", false), ("https://127.0.0.1:8443", true),
    ("https://0.0.0.0:8443", false), ("https://[::1]:0", true), ("unix:/run/a.sock", true),
    ("https://unix:@name", true), ("systemd", false), ("systemd:web", false),
  ])
  func `only loopback and Unix sockets are local`(address: String, expected: Bool) {
    #expect(ListenAddress.isLocal(address, sockets: SocketActivation(sockets: [])) == expected)
  }

  @Test func `an inherited socket is as local as the address it is bound to`() throws {
    let loopback = try BoundSocket(), everywhere = try BoundSocket(address: INADDR_ANY)
    let sockets = SocketActivation(sockets: [
      .init(descriptor: loopback.descriptor, name: "inside"),
      .init(descriptor: everywhere.descriptor, name: "outside"),
      .init(descriptor: -1, name: "closed"),
    ])
    #expect(ListenAddress.isLocal("systemd:inside", sockets: sockets))
    #expect(ListenAddress.isLocal("https://systemd:inside", sockets: sockets))
    for address in ["systemd:outside", "systemd", "systemd:closed", "systemd:other"] {
      #expect(!ListenAddress.isLocal(address, sockets: sockets))
    }
  }

  @Test func `lists are written as YAML's or with commas`() throws {
    var settings = Settings()
    try settings.apply(
      yaml: """
        listen: ["127.0.0.1:1", "unix:/a b.sock"]
        socket_mode: 0600
        tls:
          certificates: [a.pem:a.key, both.pem]
        """, source: "x.yaml")
    #expect(settings.listen == ["127.0.0.1:1", "unix:/a b.sock"])
    #expect(settings.socketMode == 0o600)
    #expect(
      settings.tls.certificates == [
        CertificateFiles(certificate: "a.pem", key: "a.key"),
        CertificateFiles(certificate: "both.pem", key: "both.pem"),
      ])
    _ = try settings.apply(environment: [
      "DEFERRAL_LISTEN": "127.0.0.1:2, https://[::1]:3", "DEFERRAL_TLS_CERTIFICATES": "",
    ])
    #expect(settings.listen == ["127.0.0.1:2", "https://[::1]:3"])
    #expect(settings.tls.certificates.isEmpty)
    try settings.apply(listen: ["127.0.0.1:4", "systemd"])
    #expect(settings.listen == ["127.0.0.1:4", "systemd"])
  }
}
