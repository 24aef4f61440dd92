import CLinux
import Glibc

/// An epoll descriptor with the buffer for its events, allocated once.
final class EpollSet {
  /// What comes back with an event: the descriptor, and which of its users is meant.
  struct Token {
    let descriptor: Int32
    let generation: UInt32

    init(_ descriptor: Int32, generation: UInt32 = 0) {
      self.descriptor = descriptor
      self.generation = generation
    }

    fileprivate init(_ bits: UInt64) {
      descriptor = Int32(truncatingIfNeeded: bits)
      generation = UInt32(truncatingIfNeeded: bits >> 32)
    }

    fileprivate var bits: UInt64 { UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor)) }
  }

  /// Events taken in one wait at most.
  static let capacity = 256

  let descriptor: Int32
  private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: capacity)

  /// - Throws: `ServerError.cannotCreateLoop`
  init() throws(ServerError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else {
      events.deallocate()
      throw .cannotCreateLoop(call: "epoll_create1", errno: errno)
    }
  }

  deinit {
    close(descriptor)
    events.deallocate()
  }

  func add(_ token: Token, events: UInt32) -> Bool {
    linux_epoll_control(descriptor, EPOLL_CTL_ADD, token.descriptor, events, token.bits) == 0
  }

  func remove(_ descriptor: Int32) {
    _ = linux_epoll_control(self.descriptor, EPOLL_CTL_DEL, descriptor, 0, 0)
  }

  /// Waits for events, for `milliseconds` at most.
  func wait(milliseconds: Int32) -> Int {
    Int(max(0, epoll_wait(descriptor, events.baseAddress, Int32(Self.capacity), milliseconds)))
  }

  subscript(index: Int) -> (token: Token, flags: UInt32) {
    (Token(events[index].data.u64), events[index].events)
  }
}

/// Event bits as plain numbers.
enum EpollFlag {
  static let readable = EPOLLIN.rawValue
  static let writable = EPOLLOUT.rawValue
  static let peerClosed = EPOLLRDHUP.rawValue
  static let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue
  static let edgeTriggered = EPOLLET.rawValue
  static let exclusive = EPOLLEXCLUSIVE.rawValue
}
