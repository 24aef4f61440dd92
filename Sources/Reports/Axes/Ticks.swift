import Glibc

/// Round numbers for an axis: multiples of 1, 2 or 5 times a power of ten.
package enum Ticks {
  /// The round step with which about `count` of them span the range.
  package static func step(spanning range: ClosedRange<Double>, count: Int) -> Double {
    let width = range.upperBound - range.lowerBound
    precondition(width > 0 && width.isFinite && count > 0, "a range is wider than a point")
    let rough = width / Double(count)
    let power = pow(10, floor(log10(rough)))
    for factor in [1.0, 2, 5] where rough <= factor * power * 1.0001 { return factor * power }
    return 10 * power
  }

  /// The smallest range between round numbers that holds the values; a width of its own where they are one point.
  package static func domain(
    covering values: some Sequence<Double>, count: Int = 5, includingZero: Bool = false
  ) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite) + (includingZero ? [0] : [])
    guard let least = finite.min(), let most = finite.max() else { return 0...1 }
    guard most > least else { return most == 0 ? 0...1 : padded(most) }
    let step = step(spanning: least...most, count: count)
    return floor(least / step + 1e-9) * step...ceil(most / step - 1e-9) * step
  }

  /// All multiples of a round step within the range.
  package static func values(in range: ClosedRange<Double>, count: Int = 5) -> [Double] {
    let step = step(spanning: range, count: count)
    let first = Int(ceil(range.lowerBound / step - 1e-9))
    let last = Int(floor(range.upperBound / step + 1e-9))
    return first <= last ? (first...last).map { Double($0) * step } : []
  }

  /// The places that numbers this far apart need.
  package static func places(step: Double) -> Int {
    precondition(step > 0, "steps go up")
    return max(0, Int(ceil(-log10(step) - 1e-9)))
  }

  private static func padded(_ value: Double) -> ClosedRange<Double> {
    let pad = max(abs(value) * 0.1, .leastNormalMagnitude)
    return value - pad...value + pad
  }
}
