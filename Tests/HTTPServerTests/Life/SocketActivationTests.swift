import Foundation
import HTTPServer
import Testing

struct SocketActivationTests {
  typealias Passed = SocketActivation.Socket

  @Test func `sockets have the manager's order and names`() {
    let activation = SocketActivation(
      environment: ["LISTEN_PID": "42", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "web:admin:web"], process: 42)
    #expect(
      activation.sockets == [
        Passed(descriptor: 3, name: "web"), Passed(descriptor: 4, name: "admin"),
        Passed(descriptor: 5, name: "web"),
      ])
    #expect(activation.sockets(named: "web").map(\.descriptor) == [3, 5])
    #expect(activation.sockets(named: nil).count == 3)
  }

  @Test(arguments: [nil, "", ":"])
  func `sockets without a name are unknown`(names: String?) {
    var environment = ["LISTEN_PID": "42", "LISTEN_FDS": "2"]
    environment["LISTEN_FDNAMES"] = names
    let activation = SocketActivation(environment: environment, process: 42)
    #expect(activation.sockets.map(\.name) == ["unknown", "unknown"])
  }

  @Test(arguments: [
    ["LISTEN_FDS": "1"], ["LISTEN_PID": "41", "LISTEN_FDS": "1"], ["LISTEN_PID": "42"],
    ["LISTEN_PID": "42", "LISTEN_FDS": "0"], ["LISTEN_PID": "42", "LISTEN_FDS": "-1"],
    ["LISTEN_PID": "42", "LISTEN_FDS": "99999999999"], ["LISTEN_PID": "x", "LISTEN_FDS": "1"],
  ])
  func `what is not for this process is nothing`(environment: [String: String]) {
    #expect(SocketActivation(environment: environment, process: 42).sockets.isEmpty)
  }

  @Test func `loops serve an inherited socket together, and leave it to the next server`() async throws {
    let directory = try ScratchDirectory()
    let path = directory.file("inherited.sock")
    let inherited = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(inherited) }
    try UnixAddress(path).call { bind(inherited, $0, $1) }
    #expect(listen(inherited, 16) == 0)
    for round in 0..<2 {
      let (server, addresses) = try Server.listening(["systemd:web"], loops: 2) {
        $0.inheritedSockets = SocketActivation(sockets: [Passed(descriptor: inherited, name: "web")])
      }
      #expect(addresses == ["unix:\(path)"])
      #expect(try RawClient(unix: path).asked("/echo/\(round)").body == "/echo/\(round)")
      await server.drain(within: 5)
      // Whoever comes between two servers waits, and is not refused.
      let early = try RawClient(unix: path)
      early.get("/echo/early")
      let (next, _) = try Server.listening(["systemd"]) {
        $0.inheritedSockets = SocketActivation(sockets: [Passed(descriptor: inherited, name: "web")])
      }
      #expect(try early.response().body == "/echo/early")
      await next.drain(within: 5)
    }
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func `what does not listen, or is not there, is refused`() throws {
    let connected = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(connected) }
    #expect(throws: ServerError.notListening(descriptor: connected, name: "web")) {
      try Server.listening(["systemd"]) {
        $0.inheritedSockets = SocketActivation(sockets: [Passed(descriptor: connected, name: "web")])
      }
    }
    #expect(throws: ServerError.nothingInherited(name: "web")) { try Server.listening(["systemd:web"]) }
    #expect(throws: ServerError.nothingInherited(name: nil)) { try Server.listening(["systemd"]) }
  }

  /// In a process of its own: the processor's time is the whole process's.
  @Test func `clients of the next process do not keep this one busy`() async {
    await #expect(processExitsWith: .success) {
      let directory = try ScratchDirectory()
      let path = directory.file("inherited.sock")
      let inherited = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      try UnixAddress(path).call { bind(inherited, $0, $1) }
      #expect(listen(inherited, 16) == 0)
      let (server, _) = try Server.listening(["systemd"], loops: 2) {
        $0.inheritedSockets = SocketActivation(sockets: [Passed(descriptor: inherited, name: "web")])
      }
      await server.drain(within: 5)
      let early = try RawClient(unix: path)
      early.get("/echo/early")
      let before = processorSeconds()
      sleep(1)
      #expect(processorSeconds() - before < 0.3, "spinning would take two seconds")
      withExtendedLifetime((server, early)) {}
    }
  }
}
