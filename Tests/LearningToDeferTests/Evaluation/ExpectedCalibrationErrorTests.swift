import LearningToDefer
import Testing

private struct CalibrationCase: Decodable {
  let bins: Int
  let confidence: [Double]
  let correct: [Int]
  let ece: Double
}

struct ExpectedCalibrationErrorTests {
  @Test func `it is the golden one`() throws {
    let cases = try golden("ece", as: [CalibrationCase].self)
    #expect(!cases.isEmpty)
    for golden in cases {
      let found = ExpectedCalibrationError.of(
        confidence: golden.confidence, correct: golden.correct.map { $0 == 1 }, bins: golden.bins)
      #expect(agree(found ?? .nan, golden.ece, absolute: 1e-12))
    }
  }

  @Test func `without rows there is none`() {
    #expect(ExpectedCalibrationError.of(confidence: [], correct: []) == nil)
  }

  @Test func `the order of rows does not matter`() {
    let confidence = randomFloats(200, seed: 3).map { Double(abs($0)) }
    let correct = randomFloats(200, seed: 4).map { $0 > 0 }
    let plain = ExpectedCalibrationError.of(confidence: confidence, correct: correct) ?? .nan
    let turned = ExpectedCalibrationError.of(confidence: confidence.reversed(), correct: correct.reversed())
    #expect(agree(turned ?? .nan, plain, absolute: 1e-12))
  }

  @Test(arguments: [3, 10, 15, 49])
  func `an edge belongs to the bin below it`(bins: Int) {
    for edge in 1...bins {
      var diagram = ReliabilityDiagram(bins: bins)
      diagram.add(confidence: Double(edge) / Double(bins), correct: true)
      diagram.add(confidence: (Double(edge) - 0.5) / Double(bins), correct: false)
      #expect(diagram.points.count == 1, "edge \(edge) of \(bins)")
    }
  }

  @Test func `points give each bin's means`() {
    var diagram = ReliabilityDiagram(bins: 2)
    diagram.add(confidence: 0.1, correct: true)
    diagram.add(confidence: 0.3, correct: false)
    diagram.add(confidence: 0.9, correct: true)
    #expect(diagram.points.map(\.rows) == [2, 1])
    #expect(diagram.points.map(\.accuracy) == [0.5, 1])
    #expect(agree(diagram.expectedCalibrationError ?? .nan, (2 * 0.3 + 0.1) / 3, absolute: 1e-12))
  }
}
