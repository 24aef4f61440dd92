import Reports
import Testing

struct AxisTests {
  @Test func `an axis spells its marks alike`() {
    #expect(
      Axis("y", domain: 0...0.1).ticks.map(\.label) == ["0.00", "0.02", "0.04", "0.06", "0.08", "0.10"])
    #expect(
      Axis("y", domain: 0.85...0.9, format: .percent).ticks.map(\.label)
        == ["85%", "86%", "87%", "88%", "89%", "90%"])
    #expect(
      Axis("y", domain: 0...0.01, format: .percent).ticks.map(\.label)
        == ["0.0%", "0.2%", "0.4%", "0.6%", "0.8%", "1.0%"])
  }

  @Test func `an axis of shares stays between 0 and 1`() {
    #expect(Axis("y", covering: [0.62, 0.99], within: 0...1).domain.upperBound <= 1)
  }

  @Test func `an axis marks the places that were measured`() {
    let axis = Axis("J", at: [4, 8, 20])
    #expect(axis.ticks.map(\.label) == ["4", "8", "20"])
    #expect(axis.domain.lowerBound < 4 && axis.domain.upperBound > 20)
    #expect(Axis("p", at: [0.2, 0.95], labels: ["a", "b"]).ticks.map(\.label) == ["a", "b"])
  }

  @Test func `numbers of tables have one place more than the marks`() {
    let axis = Axis("y", domain: 0.8...0.9, format: .percent)
    #expect(axis.spelled(0.87654) == "87.7%")
    #expect(axis.spelled(nil) == "–")
    #expect(Axis("y", domain: 0...0.1).spelled(0.01234) == "0.012")
  }

  @Test func `a scale maps ends to ends and turns around where it is told to`() {
    let scale = LinearScale(0...10, from: 200, to: 100)
    #expect(scale(0) == 200 && scale(10) == 100 && scale(5) == 150 && scale(12) == 80)
    #expect(scale.clamped(12) == 100)
  }
}
