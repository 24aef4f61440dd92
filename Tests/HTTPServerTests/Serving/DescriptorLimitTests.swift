import Glibc
import HTTPServer
import Testing

struct DescriptorLimitTests {
  /// In a process of its own: the limit is the whole process's.
  @Test func `without descriptors it waits at rest, and goes on when there are some`() async {
    await #expect(processExitsWith: .success) {
      let (server, port) = try Server.scripted(loops: 2)
      #expect(try RawClient(port: port).asked("/echo/1").status == 200)
      let clients = try (0..<40).map { _ in try RawClient(port: port) }
      waitUntil { server.openConnections == 40 }
      // What is open stays open; nothing can be added to it.
      var old = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &old)
      let waiting = try (0..<10).map { _ in try unconnected() }
      let next = dup(0)
      close(next)
      var tight = rlimit(rlim_cur: rlim_t(next), rlim_max: old.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &tight)
      for client in waiting { try RawClient.reach(port, by: client) }
      waitUntil { server.pauses > 0 }
      let before = processorSeconds()
      sleep(1)
      #expect(processorSeconds() - before < 0.2, "spinning would take a second")
      #expect(server.openConnections == 40)
      // Those that are connected are served meanwhile.
      #expect(try clients[0].asked("/echo/2").status == 200)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &old)
      for client in waiting { #expect(try RawClient(descriptor: client).asked("/echo/3").status == 200) }
    }
  }

  @Test func `at its own limit it pauses and says so`() throws {
    let (server, port) = try Server.scripted { $0.connections = 1 }
    var first: RawClient? = try RawClient(port: port)
    #expect(try first?.asked("/echo/1").status == 200)
    let second = try RawClient(port: port)
    waitUntil { server.pauses > 0 }
    #expect(server.pauses > 0 && server.openConnections == 1)
    first = nil
    #expect(try second.asked("/echo/2").status == 200)
  }
}

extension Server<ScriptedHandler> {
  /// Times that accepting paused, over all loops.
  fileprivate var pauses: UInt64 { statistics.reduce(0) { $0 + $1.snapshot().acceptPauses } }
}

/// Processor time of the whole process.
func processorSeconds() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
}

private func unconnected() throws -> Int32 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  guard descriptor >= 0 else { throw RawClient.Failure(call: "socket", number: errno) }
  return descriptor
}
