/// A hierarchical timer wheel: arming, moving and cancelling an alarm cost the same for one alarm or a million.
///
/// A pure value that counts in ticks. Entries are small numbers, such as descriptors, with one alarm each. Level l holds
/// alarms whose tick agrees with the current one down to digit l (base 64) in lists by that digit; when time comes to a
/// list of a higher level, its alarms move down.
package struct TimerWheel: Sendable {
  private struct Entry {
    var next = none
    var previous = none
    var list = none
    var tick: UInt64 = 0
  }

  private static let none: Int32 = -1
  /// 64-bit ticks have eleven digits of six bits.
  private static let levels = 11
  /// The list behind all others: what is due and not taken yet.
  private static let dueList = levels * 64

  /// The tick up to which alarms were taken.
  package private(set) var current: UInt64
  private var entries: [Entry] = []
  private var heads = [Int32](repeating: none, count: dueList + 1)
  /// A bit for each list of a level that is not empty.
  private var occupied = [UInt64](repeating: 0, count: levels)

  /// Creates an empty wheel.
  package init(current: UInt64 = 0) { self.current = current }

  /// Sets an entry's only alarm; one that lies in the past is due at once.
  ///
  /// - Complexity: O(1)
  package mutating func arm(_ entry: Int32, at tick: UInt64) {
    precondition(entry >= 0, "entries are counted from zero")
    while entries.count <= Int(entry) { entries.append(Entry()) }
    unlink(entry)
    entries[Int(entry)].tick = tick
    link(entry)
  }

  /// Takes an entry's alarm away, if it has one.
  ///
  /// - Complexity: O(1)
  package mutating func cancel(_ entry: Int32) {
    guard entries.indices.contains(Int(entry)) else { return }
    unlink(entry)
  }

  /// No alarm is due before this tick; nil if there is none at all.
  ///
  /// - Complexity: O(1)
  package var next: UInt64? {
    if heads[Self.dueList] != Self.none { return current }
    return nextList?.tick
  }

  /// Takes out an entry whose alarm is due by `tick`, the earlier tick first; nil if there is none left.
  ///
  /// - Complexity: O(1), and a step for each level that an alarm moves down
  package mutating func popDue(by tick: UInt64) -> Int32? {
    while heads[Self.dueList] == Self.none {
      guard let next = nextList, next.tick <= tick else {
        current = max(current, tick)
        return nil
      }
      current = next.tick
      moveDown(next.list)
    }
    let entry = heads[Self.dueList]
    unlink(entry)
    return entry
  }

  /// The list that time comes to next: in the lowest level that has any, for it agrees with most of `current`.
  private var nextList: (list: Int, tick: UInt64)? {
    guard let level = occupied.firstIndex(where: { $0 != 0 }) else { return nil }
    let slot = occupied[level].trailingZeroBitCount
    let below: UInt64 = (1 << UInt64(6 * (level + 1))) &- 1
    return (level * 64 + slot, current & ~below | UInt64(slot) << UInt64(6 * level))
  }

  private mutating func moveDown(_ list: Int) {
    while heads[list] != Self.none {
      let entry = heads[list]
      unlink(entry)
      link(entry)
    }
  }

  private func list(for tick: UInt64) -> Int {
    guard tick > current else { return Self.dueList }
    let level = (63 - (tick ^ current).leadingZeroBitCount) / 6
    return level * 64 + Int(tick >> UInt64(6 * level) & 63)
  }

  private mutating func link(_ entry: Int32) {
    let list = list(for: entries[Int(entry)].tick)
    let head = heads[list]
    entries[Int(entry)].next = head
    entries[Int(entry)].previous = Self.none
    entries[Int(entry)].list = Int32(list)
    if head != Self.none { entries[Int(head)].previous = entry }
    heads[list] = entry
    if list < Self.dueList { occupied[list / 64] |= 1 << UInt64(list % 64) }
  }

  private mutating func unlink(_ entry: Int32) {
    let old = entries[Int(entry)]
    guard old.list != Self.none else { return }
    let list = Int(old.list)
    if old.previous == Self.none {
      heads[list] = old.next
    } else {
      entries[Int(old.previous)].next = old.next
    }
    if old.next != Self.none { entries[Int(old.next)].previous = old.previous }
    entries[Int(entry)].list = Self.none
    if list < Self.dueList, heads[list] == Self.none { occupied[list / 64] &= ~(1 << UInt64(list % 64)) }
  }
}
