import Foundation
import LearningToDefer
import Testing

/// The vectorised loops against plain Swift.
struct KernelsTests {
  /// Lengths around the width of a vector.
  static let lengths = [1, 7, 15, 16, 17, 33, 100]

  @Test(arguments: Activation.allCases, lengths)
  func `a nonlinearity and its derivative are the formula's`(activation: Activation, count: Int) {
    let x = randomFloats(count, scale: 5, seed: UInt64(count))
    var y = x
    var gradient = [Float](repeating: 2, count: count)
    y.withUnsafeMutableBufferPointer {
      guard let start = $0.baseAddress else { return }
      Kernels.apply(activation, x, into: start, count: count)
    }
    gradient.withUnsafeMutableBufferPointer {
      guard let start = $0.baseAddress else { return }
      Kernels.multiplyByDerivative(of: activation, x: x, y: y, gradient: start, count: count)
    }
    for index in 0..<count {
      let at = Double(x[index])
      #expect(agree(Double(y[index]), value(activation, at), absolute: 1e-5))
      let slope = (value(activation, at + 1e-5) - value(activation, at - 1e-5)) / 2e-5
      #expect(agree(Double(gradient[index]), 2 * slope, absolute: 1e-5))
    }
  }

  private func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .relu: max(0, x)
    case .tanh: tanh(x)
    case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    }
  }

  @Test(arguments: lengths)
  func `Adam is the published recursion`(count: Int) {
    var fast = randomFloats(count, seed: 1)
    var first = [Float](repeating: 0, count: count)
    var second = first
    var slow = fast.map(Double.init)
    var m = [Double](repeating: 0, count: count)
    var v = m
    for step in 1...5 {
      let gradient = randomFloats(count, seed: UInt64(step + 10))
      Kernels.adam(
        gradient: gradient, parameters: &fast, first: &first, second: &second, count: count, rate: 0.01,
        decay: 0.1, firstCorrection: 1 - pow(0.9, Double(step)),
        secondCorrection: 1 - pow(0.999, Double(step)))
      for i in 0..<count {
        let g = Double(gradient[i]) + 0.1 * slow[i]
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.999 * v[i] + 0.001 * g * g
        let corrected = (m[i] / (1 - pow(0.9, Double(step))), v[i] / (1 - pow(0.999, Double(step))))
        slow[i] -= 0.01 * corrected.0 / (corrected.1.squareRoot() + 1e-8)
      }
    }
    for i in 0..<count { #expect(agree(Double(fast[i]), slow[i], absolute: 1e-5)) }
  }

  @Test(arguments: lengths)
  func `momentum gathers gradients and decay`(count: Int) {
    var fast = randomFloats(count, seed: 1)
    var velocity = [Float](repeating: 0, count: count)
    var slow = fast.map(Double.init)
    var m = [Double](repeating: 0, count: count)
    for step in 1...4 {
      let gradient = randomFloats(count, seed: UInt64(step + 20))
      Kernels.sgd(
        gradient: gradient, parameters: &fast, velocity: &velocity, count: count, rate: 0.05, momentum: 0.9,
        decay: 0.01)
      for i in 0..<count {
        m[i] = 0.9 * m[i] + Double(gradient[i]) + 0.01 * slow[i]
        slow[i] -= 0.05 * m[i]
      }
    }
    for i in 0..<count { #expect(agree(Double(fast[i]), slow[i], absolute: 1e-5)) }
  }
}
