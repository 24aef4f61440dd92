import Synchronization

/// Counts the connections of all loops against their limits: in all, and for each address.
final class ConnectionCount: Sendable {
  private let limit: Int
  private let limitPerAddress: Int?
  private let open = Atomic(0)
  // Taken when a connection comes and when it goes, for a look into a table; never for a request.
  private let networks = Mutex<[PeerAddress.Network: Int]>([:])

  init(_ limits: ServerLimits) {
    limit = limits.connections
    limitPerAddress = limits.connectionsPerAddress
  }

  var isFull: Bool { open.load(ordering: .relaxed) >= limit }

  /// Takes a place for a new connection, unless there is none.
  func reserve() -> Bool {
    if open.add(1, ordering: .relaxed).newValue <= limit { return true }
    release()
    return false
  }

  func release() { open.subtract(1, ordering: .relaxed) }

  /// Takes one of the places that an address has; a Unix socket's clients need none.
  func reserve(for peer: PeerAddress) -> Bool {
    guard let limitPerAddress, let network = peer.network else { return true }
    return networks.withLock { networks in
      let count = networks[network, default: 0]
      guard count < limitPerAddress else { return false }
      networks[network] = count + 1
      return true
    }
  }

  func release(for peer: PeerAddress) {
    guard limitPerAddress != nil, let network = peer.network else { return }
    networks.withLock { networks in
      let count = networks[network, default: 1] - 1
      networks[network] = count > 0 ? count : nil
    }
  }
}
