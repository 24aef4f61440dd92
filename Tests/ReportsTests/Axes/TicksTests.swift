import Reports
import Testing

struct TicksTests {
  @Test(arguments: [
    (0.0...1.0, 0.2), (0.0...10.0, 2.0), (0.85...0.9, 0.01), (0.0...0.3, 0.1), (-7.0...13.0, 5.0),
  ])
  func `a step is 1, 2 or 5 times a power of ten`(range: ClosedRange<Double>, step: Double) {
    #expect(abs(Ticks.step(spanning: range, count: 5) - step) < step * 1e-9)
  }

  @Test(arguments: [[0.031, 0.087], [-3, 12.5], [0.8712, 0.8735], [1e-7, 9e-7], [5], [0], []])
  func `a domain holds every value and has a width`(values: [Double]) {
    let domain = Ticks.domain(covering: values)
    #expect(domain.upperBound > domain.lowerBound)
    #expect(values.allSatisfy { domain.contains($0) })
  }

  @Test func `a domain ends within a step of the values`() {
    let domain = Ticks.domain(covering: [0.031, 0.087])
    #expect(abs(domain.lowerBound - 0.02) < 1e-12 && abs(domain.upperBound - 0.1) < 1e-12)
    #expect(Ticks.domain(covering: [0.031, 0.087], includingZero: true).lowerBound == 0)
  }

  @Test func `values are all multiples within the range`() {
    #expect(Ticks.values(in: 0...10) == [0, 2, 4, 6, 8, 10])
    #expect(Ticks.values(in: 0.1...0.9).map { ($0 * 10).rounded() } == [2, 4, 6, 8])
  }

  @Test(arguments: [(1.0, 0), (20, 0), (0.5, 1), (0.02, 2), (0.005, 3), (0.1, 1)])
  func `numbers get the places that tell them apart`(step: Double, places: Int) {
    #expect(Ticks.places(step: step) == places)
  }
}
