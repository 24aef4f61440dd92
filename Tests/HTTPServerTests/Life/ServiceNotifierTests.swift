import Foundation
import HTTPServer
import Testing

struct ServiceNotifierTests {
  @Test(arguments: [false, true])
  func `the manager is told, at a path or an abstract name`(isAbstract: Bool) throws {
    let directory = try ScratchDirectory()
    let name = isAbstract ? "@notify-\(UInt64.random(in: 0 ... .max))" : directory.file("notify")
    let manager = try Manager(name)
    let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": name]))
    #expect(notifier.notify(.ready, .status("serving\nWATCHDOG=1")))
    #expect(manager.message() == "READY=1\nSTATUS=serving WATCHDOG=1\n")
    #expect(notifier.notify(.reloading(since: 7)))
    #expect(manager.message() == "RELOADING=1\nMONOTONIC_USEC=7\n")
    #expect(notifier.notify(.stopping))
    #expect(manager.message() == "STOPPING=1\n")
  }

  @Test func `a reload carries the monotonic time`() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    guard case .reloading(let since) = ServiceState.reloadingNow else { return #expect(Bool(false)) }
    #expect(since >= UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000)
    #expect(since < UInt64(time.tv_sec + 100) * 1_000_000)
  }

  @Test(arguments: [nil, "", "relative", "/" + String(repeating: "x", count: 200)])
  func `without a manager there is nobody to tell`(path: String?) {
    var environment: [String: String] = [:]
    environment["NOTIFY_SOCKET"] = path
    #expect(ServiceNotifier(environment: environment) == nil)
  }

  @Test func `a manager that is gone does no harm`() throws {
    let directory = try ScratchDirectory()
    let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": directory.file("gone")]))
    #expect(!notifier.notify(.ready))
  }
}

/// The service manager's end of the datagram socket.
final class Manager: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    try UnixAddress(path).call { bind(descriptor, $0, $1) }
  }

  deinit { close(descriptor) }

  /// The next message, or nil if none comes in time.
  func message(within seconds: Double = 10) -> String? {
    var patience = timeval(tv_sec: Int(seconds), tv_usec: Int(seconds * 1e6) % 1_000_000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return count >= 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
