import Foundation
import HTTPServer
import Testing

struct SocketFileTests {
  private let directory: ScratchDirectory
  private let path: String

  init() throws {
    directory = try ScratchDirectory()
    path = directory.file("http.sock")
  }

  private func mode(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : nil
  }

  @Test(arguments: [0o600, 0o660, 0o666] as [UInt32])
  func `the file has the mode that was asked for`(wanted: UInt32) throws {
    let (server, _) = try Server.listening(["unix:\(path)"]) { $0.socketMode = wanted }
    #expect(mode(path) == wanted)
    withExtendedLifetime(server) {}
  }

  @Test func `a file that a dead process left behind is replaced`() throws {
    let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try UnixAddress(path).call { bind(dead, $0, $1) }
    #expect(listen(dead, 1) == 0)
    close(dead)
    #expect(mode(path) != nil)
    let (server, _) = try Server.listening(["unix:\(path)"], loops: 2)
    #expect(try RawClient(unix: path).asked("/echo/1").status == 200)
    withExtendedLifetime(server) {}
  }

  @Test func `a live server's socket is left alone`() throws {
    let (server, _) = try Server.listening(["unix:\(path)"])
    let taken = ServerError.cannotListen(address: "unix:\(path)", call: "bind", errno: EADDRINUSE)
    #expect(throws: taken) { try Server.listening(["unix:\(path)"]) }
    #expect(throws: taken) { try ServerConfiguration(listen: ["unix:\(path)"]).checkAddresses() }
    #expect(try RawClient(unix: path).asked("/echo/1").status == 200)
    withExtendedLifetime(server) {}
  }

  @Test func `a file that is no socket is left alone`() throws {
    try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: ServerError.notASocket(path: path)) { try Server.listening(["unix:\(path)"]) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }

  @Test func `a link is not followed to what it points at`() throws {
    let target = directory.file("target")
    try Data("precious".utf8).write(to: URL(fileURLWithPath: target))
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    #expect(throws: ServerError.notASocket(path: path)) { try Server.listening(["unix:\(path)"]) }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
  }

  @Test func `the file goes with the server, unless another has taken its place`() async throws {
    let (first, _) = try Server.listening(["unix:\(path)"], loops: 2)
    await first.drain(within: 5)
    #expect(mode(path) == nil)
    let (second, _) = try Server.listening(["unix:\(path)"])
    unlink(path)
    let (third, _) = try Server.listening(["unix:\(path)"])
    await second.drain(within: 5)
    #expect(try RawClient(unix: path).asked("/echo/1").status == 200)
    withExtendedLifetime(third) {}
  }

  @Test func `only one of many that start at once gets the place of a dead one`() async throws {
    let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try UnixAddress(path).call { bind(dead, $0, $1) }
    close(dead)
    let started = await withTaskGroup(of: Server<ScriptedHandler>?.self) { [path] group in
      for _ in 0..<8 { group.addTask { try? Server.listening(["unix:\(path)"]).server } }
      return await group.reduce(into: []) { if let server = $1 { $0.append(server) } }
    }
    #expect(started.count == 1)
    #expect(try RawClient(unix: path).asked("/echo/1").status == 200)
    withExtendedLifetime(started) {}
  }
}
