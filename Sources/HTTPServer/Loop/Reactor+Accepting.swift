import CLinux
import Glibc

/// A listener as its loop sees it.
struct Acceptor {
  let listener: Listener
  var isPaused = false

  init(_ listener: Listener) { self.listener = listener }

  var descriptor: Int32 { listener.descriptor }

  /// Of the loops that wait at one socket, one is woken for each client.
  var events: UInt32 { listener.isShared ? EpollFlag.readable | EpollFlag.exclusive : EpollFlag.readable }

  /// Connections taken in a row before others have their turn; at a shared socket the others are loops, too.
  var acceptedInARow: Int { listener.isShared ? 1 : 64 }
}

extension Reactor {
  /// Accepts some of the clients that wait; whether there may be more.
  @discardableResult
  func accept(on descriptor: Int32) -> Bool {
    guard let acceptor = acceptors.first(where: { $0.descriptor == descriptor }) else { return false }
    for _ in 0..<acceptor.acceptedInARow {
      guard openConnections.reserve() else { return pauseAccepting() }
      var address = sockaddr_in6()
      let client = withUnsafeMutableBytes(of: &address) { bytes in
        var length = socklen_t(bytes.count)
        return linux_accept(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
      }
      if client >= 0 {
        admit(client, from: PeerAddress(address), at: acceptor.listener)
        continue
      }
      openConnections.release()
      switch errno {
      case EAGAIN: return false
      // A client that is gone already, and errors of its network, concern that client only.
      case EINTR, ECONNABORTED, EPROTO, EPERM, ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH, ENONET,
        ENOPROTOOPT,
        EOPNOTSUPP, ETIMEDOUT:
        continue
      // Without descriptors or memory another try would fail at once, and the listener would stay readable.
      default: return pauseAccepting()
      }
    }
    return true
  }

  /// Opens a connection, unless its address has as many as it may.
  ///
  /// One too many is closed without a word: a 503 would have to be kept open until the client has read it, and so would
  /// take the very place that is refused.
  private func admit(_ descriptor: Int32, from peer: PeerAddress, at listener: Listener) {
    guard openConnections.reserve(for: peer) else {
      statistics.connectionRefused()
      Glibc.close(descriptor)
      return openConnections.release()
    }
    open(descriptor, from: peer, at: listener)
  }

  private func open(_ descriptor: Int32, from peer: PeerAddress, at listener: Listener) {
    let session = listener.isSecure ? credentials.flatMap { TLSSession(descriptor, credentials: $0) } : nil
    let connection = Connection(
      descriptor, generation: connections.nextGeneration(), peer: peer, loop: self, session: session)
    // A connection that lacks its session for want of memory must not fall back to plain HTTP.
    guard listener.isSecure == (session != nil), epoll.add(connection.token, events: Connection.events) else {
      Glibc.close(descriptor)
      openConnections.release(for: peer)
      return openConnections.release()
    }
    connections.insert(connection)
    statistics.connectionOpened()
    connection.setAlarm(connection.deadlines.earliest)
  }

  func closed(_ connection: Connection) {
    alarms.cancel(connection.descriptor)
    connections.remove(connection)
    openConnections.release()
    openConnections.release(for: connection.peer)
    statistics.connectionClosed()
    resumeAccepting()
    if drainState.isDraining && connections.isEmpty { finishDrain() }
  }

  /// Stops watching the listeners until a connection closes, or for a tick.
  private func pauseAccepting() -> Bool {
    for index in acceptors.indices where !acceptors[index].isPaused {
      acceptors[index].isPaused = true
      epoll.remove(acceptors[index].descriptor)
    }
    statistics.acceptingPaused()
    timer.wake(at: now &+ Nanoseconds.of(limits.tick))
    return false
  }

  /// Accepts again where that was paused; another loop's connection may be the one that closed, so ticks call this.
  func resumeAccepting() {
    for index in acceptors.indices where acceptors[index].isPaused {
      guard !openConnections.isFull else { return timer.wake(at: now &+ Nanoseconds.of(limits.tick)) }
      let acceptor = acceptors[index]
      acceptors[index].isPaused = !epoll.add(.init(acceptor.descriptor), events: acceptor.events)
    }
  }

  func closeAcceptors() {
    for acceptor in acceptors {
      // A shared socket outlives this descriptor, and would be reported for ever with nobody to accept.
      if !acceptor.isPaused { epoll.remove(acceptor.descriptor) }
      acceptor.listener.close()
    }
    acceptors = []
  }
}
