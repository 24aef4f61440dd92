import LearningToDefer
import Testing

@Suite struct InputScalerTests {
  @Test(arguments: [Float(0), 1, 0.1, -3.7, 1e-30, 1e30])
  func `a feature that never varies is divided by 1`(constant: Float) {
    let values = (0..<1000).flatMap { [constant, Float($0)] }
    let scaler = InputScaler(fitting: FeatureTable(values, columns: 2), rows: Array(0..<1000))
    #expect(scaler.scale[0] == 1)
    #expect(abs(scaler.scale[1] - 288.67499) < 1e-2)
  }

  @Test func `a feature that varies little beside its mean is scaled all the same`() {
    let values = (0..<100).map { 1.7e9 + Float($0 % 2) * 1024 }
    let scaler = InputScaler(fitting: FeatureTable(values, columns: 1), rows: Array(0..<100))
    #expect(abs(scaler.scale[0] - 512) < 1)
  }

  @Test func `one pass finds the mean and the deviation that two passes do`() {
    let values = randomFloats(3000, scale: 5, seed: 4).enumerated().map { $1 + Float($0 % 3) * 1e4 }
    let rows = (0..<1000).filter { $0 % 7 != 0 }
    let scaler = InputScaler(fitting: FeatureTable(values, columns: 3), rows: rows)
    for column in 0..<3 {
      let own = rows.map { Double(values[3 * $0 + column]) }
      let mean = own.reduce(0, +) / Double(own.count)
      let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count)
      #expect(agree(Double(scaler.mean[column]), mean, relative: 1e-7))
      #expect(agree(Double(scaler.scale[column]), variance.squareRoot(), relative: 1e-6))
    }
  }

  @Test func `an outlier that comes first does not spoil the deviation`() {
    let values: [Float] = [1e6] + (0..<100_000).map { $0 % 2 == 0 ? 1 : -1 }
    let scaler = InputScaler(fitting: FeatureTable(values, columns: 1), rows: Array(1...100_000))
    #expect(abs(scaler.mean[0]) < 1e-6 && abs(scaler.scale[0] - 1) < 1e-6)
    let all = InputScaler(fitting: FeatureTable(values, columns: 1), rows: Array(0...100_000))
    #expect(abs(Double(all.scale[0]) - 3162.26) < 0.1)
  }
}
