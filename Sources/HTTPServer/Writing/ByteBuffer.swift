import Glibc

/// Bytes that are appended at one end and consumed at the other; the storage is kept.
final class ByteBuffer {
  private var base: UnsafeMutableRawPointer
  private(set) var capacity: Int
  private var start = 0
  private var end = 0

  init(capacity: Int) {
    precondition(capacity > 0, "a buffer holds at least one byte")
    base = .allocate(byteCount: capacity, alignment: 16)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  /// Bytes waiting.
  var count: Int { end - start }
  var isEmpty: Bool { end == start }
  /// Bytes that can be appended without moving anything.
  var room: Int { capacity - end }
  /// What waits; valid until the next change.
  var bytes: UnsafeMutableRawBufferPointer { .init(start: base + start, count: end - start) }
  /// Where the next bytes go; `room` long.
  var tail: UnsafeMutableRawPointer { base + end }

  func removeAll() {
    start = 0
    end = 0
  }

  func consume(_ count: Int) {
    precondition(count >= 0 && count <= self.count, "more is consumed than there is")
    start += count
    if start == end { removeAll() }
  }

  /// Makes bytes written at `tail` part of the buffer.
  func grow(_ count: Int) {
    precondition(count >= 0 && count <= room, "more was written than there was room")
    end += count
  }

  /// Removes a stretch inside; positions count from the first waiting byte.
  func remove(from: Int, to: Int) {
    precondition(0 <= from && from <= to && to <= count, "the stretch lies within the buffer")
    guard from < to else { return }
    memmove(base + start + from, base + start + to, count - to)
    end -= to - from
  }

  /// Moves bytes inside; positions count from the first waiting byte.
  func move(_ count: Int, from: Int, to: Int) {
    precondition(0 <= to && to <= from && from + count <= self.count, "the stretch lies within the buffer")
    guard from != to else { return }
    memmove(base + start + to, base + start + from, count)
  }

  /// Makes room for `count` more bytes, by moving what waits to the front or by growing at least twofold.
  func reserve(_ count: Int) {
    guard room < count else { return }
    let waiting = self.count
    if capacity - waiting >= count, start >= waiting || capacity - waiting >= capacity / 2 {
      memmove(base, base + start, waiting)
    } else {
      let larger = max(waiting + count, capacity * 2)
      let storage = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
      storage.copyMemory(from: base + start, byteCount: waiting)
      base.deallocate()
      base = storage
      capacity = larger
    }
    start = 0
    end = waiting
  }
}

extension ByteBuffer {
  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let address = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    tail.copyMemory(from: address, byteCount: bytes.count)
    grow(bytes.count)
  }

  func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  func append(_ byte: UInt8) {
    reserve(1)
    tail.storeBytes(of: byte, as: UInt8.self)
    grow(1)
  }

  /// Appends a number that is not negative, in decimal.
  func append(decimal number: Int) {
    precondition(number >= 0, "only natural numbers are written")
    reserve(20)
    var digits = 1
    var rest = number / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    rest = number
    for index in stride(from: digits - 1, through: 0, by: -1) {
      (tail + index).storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), as: UInt8.self)
      rest /= 10
    }
    grow(digits)
  }
}
