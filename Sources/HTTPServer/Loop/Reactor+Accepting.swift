import CLinux
import Glibc

/// A listener as its loop sees it.
struct Acceptor {
  let descriptor: Int32
  let isSecure: Bool
  var isPaused = false

  init(_ listener: Listener) {
    descriptor = listener.descriptor
    isSecure = listener.isSecure
  }
}

extension Reactor {
  /// Connections taken in a row before others have their turn.
  private static let acceptedInARow = 64

  /// Accepts some of the clients that wait; whether there may be more.
  @discardableResult
  func accept(on listener: Int32) -> Bool {
    let isSecure = acceptors.contains { $0.descriptor == listener && $0.isSecure }
    for _ in 0..<Self.acceptedInARow {
      guard openConnections.reserve() else { return pauseAccepting() }
      let descriptor = linux_accept(listener, nil, nil)
      if descriptor >= 0 {
        open(descriptor, isSecure: isSecure)
        continue
      }
      openConnections.release()
      switch errno {
      case EAGAIN: return false
      // Without descriptors or memory another try would fail at once, and the listener would stay readable.
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return pauseAccepting()
      // A client that is gone already, and errors of its network, concern that client only.
      default: continue
      }
    }
    return true
  }

  private func open(_ descriptor: Int32, isSecure: Bool) {
    let session = isSecure ? credentials.flatMap { TLSSession(descriptor, credentials: $0) } : nil
    let connection = Connection(
      descriptor, generation: connections.nextGeneration(), loop: self, session: session)
    // A connection that lacks its session for want of memory must not fall back to plain HTTP.
    guard isSecure == (session != nil), epoll.add(connection.token, events: Connection.events) else {
      Glibc.close(descriptor)
      return openConnections.release()
    }
    connections.insert(connection)
    statistics.connectionOpened()
    timer.run()
  }

  func closed(_ connection: Connection) {
    connections.remove(connection)
    openConnections.release()
    statistics.connectionClosed()
    resumeAccepting()
    if drainState.isDraining && connections.isEmpty { finishDrain() }
  }

  private func pauseAccepting() -> Bool {
    for index in acceptors.indices where !acceptors[index].isPaused {
      acceptors[index].isPaused = true
      epoll.modify(.init(acceptors[index].descriptor), events: 0)
    }
    timer.run()
    return false
  }

  /// Accepts again where that was paused; another loop's connection may be the one that closed, so ticks call this.
  func resumeAccepting() {
    for index in acceptors.indices where acceptors[index].isPaused && !openConnections.isFull {
      acceptors[index].isPaused = false
      epoll.modify(.init(acceptors[index].descriptor), events: EpollFlag.readable)
    }
  }

  func closeAcceptors() {
    for acceptor in acceptors { Glibc.close(acceptor.descriptor) }
    acceptors = []
  }
}
