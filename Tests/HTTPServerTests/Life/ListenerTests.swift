import Foundation
import HTTPServer
import Testing

struct ListenerTests {
  @Test func `one server listens on IPv4, IPv6 and a Unix socket at once`() throws {
    let directory = try ScratchDirectory()
    let path = directory.file("http.sock")
    let (server, addresses) = try Server.listening(
      ["127.0.0.1:0", "[::1]:0", "localhost:0", "unix:\(path)"], loops: 2)
    #expect(addresses[0].hasPrefix("127.0.0.1:") && addresses[1].hasPrefix("[::1]:"))
    #expect(addresses[3] == "unix:\(path)")
    #expect(try RawClient(port: port(of: addresses[0])).asked("/echo/1").body == "/echo/1")
    #expect(try RawClient(v6: port(of: addresses[1])).asked("/echo/2").body == "/echo/2")
    #expect(try RawClient(unix: path).asked("/echo/3").body == "/echo/3")
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [
    "", "8080", "127.0.0.1", "127.0.0.1:", ":80", "127.0.0.1:65536", "::1:80", "unix:", "systemd:", "[]:80",
    "unix:" + String(repeating: "x", count: 108),
  ])
  func `what is no address is refused`(text: String) {
    #expect(throws: ServerError.invalidAddress(text)) {
      try ServerConfiguration(listen: [text]).checkAddresses()
    }
  }

  @Test func `the loops share a Unix socket, and every client is served`() throws {
    let directory = try ScratchDirectory()
    let path = directory.file("http.sock")
    let (server, _) = try Server.listening(["unix:\(path)"], loops: 2)
    let clients = try (0..<200).map { _ in try RawClient(unix: path) }
    for (number, client) in clients.enumerated() { client.get("/late/\(number)") }
    for (number, client) in clients.enumerated() { #expect(try client.response().body == "/late/\(number)") }
    #expect(server.statistics.reduce(0) { $0 + $1.snapshot().connectionsAccepted } == 200)
  }

  @Test func `a name without a file serves, too`() throws {
    let name = "@deferral-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let (server, addresses) = try Server.listening(["unix:\(name)"])
    #expect(addresses == ["unix:\(name)"])
    #expect(try RawClient(unix: name).asked("/echo/1").body == "/echo/1")
    withExtendedLifetime(server) {}
  }

  @Test func `clients of a Unix socket are not counted as one address`() throws {
    let directory = try ScratchDirectory()
    let path = directory.file("http.sock")
    let (server, _) = try Server.listening(["unix:\(path)"]) { $0.limits.connectionsPerAddress = 1 }
    let clients = try (0..<3).map { _ in try RawClient(unix: path) }
    for client in clients { #expect(try client.asked("/echo/1").status == 200) }
    #expect(server.refused == 0)
  }

  @Test func `nothing stays bound if one address cannot be had`() throws {
    let directory = try ScratchDirectory()
    let path = directory.file("http.sock")
    let (other, taken) = try Server.listening(["127.0.0.1:0"])
    #expect(throws: ServerError.self) { try Server.listening(["unix:\(path)", taken[0]]) }
    #expect(!FileManager.default.fileExists(atPath: path))
    withExtendedLifetime(other) {}
  }
}
