import Foundation
import HTTPServer
import Testing

struct WatchdogTests {
  private let directory: ScratchDirectory
  private let manager: Manager
  private let notifier: ServiceNotifier

  init() throws {
    directory = try ScratchDirectory()
    manager = try Manager(directory.file("notify"))
    notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": directory.file("notify")]))
  }

  @Test func `it gives signs of life at half the time allowed`() throws {
    let (server, _) = try Server.listening(["127.0.0.1:0"], loops: 2)
    let watchdog = try #require(watch(server, microseconds: 100_000))
    #expect(watchdog.interval == 0.05)
    watchdog.start()
    let start = ContinuousClock.now
    for _ in 0..<5 { #expect(manager.message() == "WATCHDOG=1\n") }
    // The first comes at once, four follow.
    #expect(ContinuousClock.now - start >= .milliseconds(150))
    withExtendedLifetime((server, watchdog)) {}
  }

  @Test func `a loop that is stuck starves it, though the other turns`() throws {
    let (server, _) = try Server.listening(["127.0.0.1:0"], loops: 2)
    let watchdog = try #require(watch(server, microseconds: 40_000))
    watchdog.start()
    #expect(manager.message() == "WATCHDOG=1\n")
    let isStuck = DispatchSemaphore(value: 0)
    let goesOn = DispatchSemaphore(value: 0)
    server.inboxes[1].post { _ in
      isStuck.signal()
      goesOn.wait()
    }
    isStuck.wait()
    // What was answered before is read away; then nothing comes for ten times the interval.
    while manager.message(within: 0.2) != nil {}
    #expect(manager.message(within: 0.2) == nil)
    goesOn.signal()
    #expect(manager.message() == "WATCHDOG=1\n")
    withExtendedLifetime((server, watchdog)) {}
  }

  @Test func `a busy loop is not a stuck one`() throws {
    let (server, addresses) = try Server.listening(["127.0.0.1:0"])
    let load = Load(port: port(of: addresses[0]))
    load.start()
    waitUntil { load.requests > 0 }
    let watchdog = try #require(watch(server, microseconds: 100_000))
    watchdog.start()
    for _ in 0..<5 { #expect(manager.message() == "WATCHDOG=1\n") }
    load.stop()
    withExtendedLifetime((server, watchdog)) {}
  }

  @Test(arguments: [
    [:], ["WATCHDOG_USEC": "0"], ["WATCHDOG_USEC": "soon"], ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "41"],
    ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "x"],
  ])
  func `signs of life are given only where this process is asked for them`(environment: [String: String]) {
    #expect(Watchdog(environment: environment, process: 42, notifier: notifier, question: { $0() }) == nil)
  }

  @Test func `it is asked for by its process's number`() {
    let environment = ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "42"]
    #expect(Watchdog(environment: environment, process: 42, notifier: notifier, question: { $0() }) != nil)
  }

  private func watch(_ server: Server<ScriptedHandler>, microseconds: Int) -> Watchdog? {
    Watchdog(
      environment: ["WATCHDOG_USEC": "\(microseconds)"], process: getpid(), notifier: notifier,
      question: { [weak server] in server?.whenLoopsAnswer($0) })
  }
}
