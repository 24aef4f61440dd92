import HTTPServer
import Testing

struct TimerWheelTests {
  /// What a wheel must do, done slowly.
  private struct Reference {
    var current: UInt64
    var ticks: [Int32: UInt64] = [:]

    mutating func due(by tick: UInt64) -> [Int32: UInt64] {
      let due = ticks.filter { $0.value <= max(tick, current) }
      for entry in due.keys { ticks[entry] = nil }
      current = max(current, tick)
      return due
    }
  }

  @Test(arguments: 0..<40)
  func `it does what a table of alarms does`(seed: UInt64) {
    var random = SplitMix(state: seed)
    // Some begin just before a digit of the clock turns over.
    let start = seed % 4 == 0 ? (1 << (6 * (seed / 4 + 1))) - 3 : random.next() >> (8 + seed % 50)
    var wheel = TimerWheel(current: start)
    var reference = Reference(current: start)
    for _ in 0..<4000 {
      let entry = Int32(random.next() % 300)
      switch random.next() % 8 {
      case 0...4:
        let tick = start &+ (reference.current &- start) &+ random.next() >> (20 + random.next() % 44)
        wheel.arm(entry, at: tick)
        reference.ticks[entry] = tick
      case 5:
        wheel.cancel(entry)
        reference.ticks[entry] = nil
      default:
        let tick = reference.current &+ random.next() >> (20 + random.next() % 44)
        check(&wheel, &reference, at: tick)
      }
    }
    check(&wheel, &reference, at: .max)
    #expect(wheel.next == nil)
  }

  private func check(_ wheel: inout TimerWheel, _ reference: inout Reference, at tick: UInt64) {
    if let first = reference.ticks.values.min() {
      #expect(wheel.next.map { $0 <= max(first, wheel.current) } == true, "an alarm would be slept through")
    }
    let due = reference.due(by: tick)
    var taken: [Int32] = []
    while let entry = wheel.popDue(by: tick) { taken.append(entry) }
    #expect(taken.count == due.count && Set(taken) == Set(due.keys))
    #expect(taken.isEmpty || wheel.current == max(tick, wheel.current))
  }

  @Test func `alarms come in the order of their ticks, one at a time`() {
    var wheel = TimerWheel()
    for (entry, tick) in [70, 5, 4096, 64, 5_000_000, 63].enumerated() {
      wheel.arm(Int32(entry), at: UInt64(tick))
    }
    #expect(wheel.popDue(by: 4) == nil)
    #expect((0..<7).map { _ in wheel.popDue(by: .max) } == [1, 5, 3, 0, 2, 4, nil])
  }

  @Test func `an alarm that is set again rings once, and one in the past at once`() {
    var wheel = TimerWheel(current: 100)
    wheel.arm(7, at: 200)
    wheel.arm(7, at: 150)
    #expect(wheel.popDue(by: 300) == 7)
    #expect(wheel.popDue(by: 300) == nil)
    wheel.arm(7, at: 3)
    #expect(wheel.next == 300)
    #expect(wheel.popDue(by: 300) == 7)
    wheel.cancel(7)
    wheel.cancel(1000)
    #expect(wheel.next == nil)
  }

  @Test func `many alarms far away are not looked at`() {
    var wheel = TimerWheel()
    for entry in 0..<100_000 { wheel.arm(Int32(entry), at: 10_000) }
    let start = ContinuousClock.now
    for tick in 0..<4000 as Range<UInt64> { #expect(wheel.popDue(by: tick) == nil) }
    // Walking all alarms 4,000 times would take half a second and more.
    #expect(ContinuousClock.now - start < .milliseconds(300))
  }
}

/// A small generator with a seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
