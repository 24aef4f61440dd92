import Reports
import Testing

struct TicksTests {
  @Test(arguments: [(0.0...1.0, 0.2), (0.0...10.0, 2.0), (0.85...0.9, 0.01), (0.0...0.3, 0.1), (-7.0...13.0, 5.0)])
  func `a step is 1, 2 or 5 times a power of ten`(range: ClosedRange<Double>, step: Double) {
    #expect(abs(Ticks.step(spanning: range, count: 5) - step) < step * 1e-9)
  }
}
