import HTTPServer
import Testing

struct RangeSetTests {
  @Test(arguments: [
    ("bytes=0-0", RangeSet.parts([0..<1])), ("bytes=0-9", .parts([0..<10])), ("bytes=0-99", .parts([0..<10])),
    ("bytes=3-", .parts([3..<10])), ("bytes=9-", .parts([9..<10])), ("bytes=-1", .parts([9..<10])),
    ("bytes=-10", .parts([0..<10])), ("bytes=-99", .parts([0..<10])), ("BYTES=1-2", .parts([1..<3])),
    ("bytes=0-99999999999999999999999", .parts([0..<10])),
    ("bytes=-99999999999999999999999", .parts([0..<10])),
    ("bytes=10-", .unsatisfiable), ("bytes=10-20", .unsatisfiable), ("bytes=-0", .unsatisfiable),
    ("bytes=99999999999999999999999-", .unsatisfiable), ("bytes=10-,-0", .unsatisfiable),
    ("bytes=0-1,4-5", .parts([0..<2, 4..<6])), ("bytes=4-5 ,\t0-1", .parts([4..<6, 0..<2])),
    ("bytes=0-1,,2-3", .parts([0..<2, 2..<4])), ("bytes=0-1,10-", .parts([0..<2])),
    ("bytes=0-1,2-3,4-5", .parts([0..<2, 2..<4, 4..<6])), ("bytes=0-1,2-3,4-5,6-7", .whole),
    ("bytes=0-5,5-6", .whole), ("bytes=0-,-1", .whole), ("bytes=2-1", .whole), ("bytes=0-1,2-1", .whole),
    ("bytes=", .whole), ("bytes=,", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole), ("bytes=1", .whole),
    ("bytes=+1-2", .whole), ("bytes=1-2-3", .whole), ("bytes=0x1-2", .whole), ("bytes = 0-1", .whole),
    ("bytes=1 - 2", .whole), ("lines=0-1", .whole), ("bytes", .whole), ("", .whole), ("bytes=--1", .whole),
  ])
  func `a field for ten bytes means what it should`(_ field: String, _ expected: RangeSet) {
    #expect(RangeSet(field, size: 10, limit: 3) == expected)
  }

  @Test(arguments: [("bytes=0-", RangeSet.unsatisfiable), ("bytes=-1", .whole), ("bytes=-0", .unsatisfiable)])
  func `nothing has no stretches`(_ field: String, _ expected: RangeSet) {
    #expect(RangeSet(field, size: 0, limit: 3) == expected)
  }

  @Test func `every pair of numbers agrees with picking bytes one by one`() {
    for size in 1...6 {
      for first in [nil] + (0...8).map(Optional.some) {
        for last in [nil] + (0...8).map(Optional.some) {
          let field = "bytes=\(first.map(String.init) ?? "")-\(last.map(String.init) ?? "")"
          #expect(RangeSet(field, size: size, limit: 1) == picked(first, last, size), "\(field) of \(size)")
        }
      }
    }
  }

  /// The definition, byte by byte.
  private func picked(_ first: Int?, _ last: Int?, _ size: Int) -> RangeSet {
    if first == nil && last == nil { return .whole }
    if let first, let last, last < first { return .whole }
    let chosen = (0..<size).filter { byte in
      guard let first else { return byte >= size - (last ?? 0) }
      return byte >= first && byte <= last ?? size
    }
    guard let lowest = chosen.first else { return .unsatisfiable }
    return .parts([lowest..<lowest + chosen.count])
  }
}
