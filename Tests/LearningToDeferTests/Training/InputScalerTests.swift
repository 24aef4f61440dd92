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
}
