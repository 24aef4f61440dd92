/// A loop's connections by descriptor.
///
/// The kernel gives descriptors out again at once, so each connection has a generation as well: what is meant for an
/// earlier one finds nothing.
struct ConnectionTable {
  private var slots: [Connection?] = []
  private(set) var count = 0
  private var lastGeneration: UInt32 = 0

  var isEmpty: Bool { count == 0 }

  /// A snapshot: connections may close while it is walked.
  var all: [Connection] { slots.compactMap { $0 } }

  /// Generation 0 is kept for the loop's own descriptors.
  mutating func nextGeneration() -> UInt32 {
    lastGeneration = lastGeneration == .max ? 1 : lastGeneration + 1
    return lastGeneration
  }

  subscript(descriptor: Int32) -> Connection? {
    slots.indices.contains(Int(descriptor)) ? slots[Int(descriptor)] : nil
  }

  subscript(token: EpollSet.Token) -> Connection? {
    guard let connection = self[token.descriptor], connection.token.generation == token.generation else {
      return nil
    }
    return connection
  }

  mutating func insert(_ connection: Connection) {
    let index = Int(connection.token.descriptor)
    while slots.count <= index { slots.append(nil) }
    slots[index] = connection
    count += 1
  }

  mutating func remove(_ connection: Connection) {
    slots[Int(connection.token.descriptor)] = nil
    count -= 1
  }
}
