import Glibc

/// Adam's constants (Kingma, Ba 2015).
enum Adam {
  static let beta1 = 0.9
  static let beta2 = 0.999
  static let epsilon = 1e-8
}

/// The moments that an optimizer keeps for each parameter.
final class OptimizerState {
  private let optimizer: Optimizer
  private let weightDecay: Double
  private let first: FloatBuffer
  private let second: FloatBuffer

  init(_ optimizer: Optimizer, weightDecay: Double, count: Int) {
    self.optimizer = optimizer
    self.weightDecay = weightDecay
    first = FloatBuffer(count: count)
    second = FloatBuffer(count: optimizer == .adam ? count : 0)
  }

  /// The moments, of plain descent the first alone.
  var moments: (first: [Float], second: [Float]) {
    get { (Array(first.elements), Array(second.elements)) }
    set {
      precondition(newValue.first.count == first.elements.count, "there is one first moment a parameter")
      precondition(newValue.second.count == second.elements.count, "the second moments are the optimizer's")
      _ = first.elements.update(fromContentsOf: newValue.first)
      _ = second.elements.update(fromContentsOf: newValue.second)
    }
  }

  /// Moves the parameters of `range` against their gradient.
  ///
  /// - Parameter step: The number of this step, from 1.
  func step(
    _ step: Int, rate: Double, range: Range<Int>, gradient: UnsafePointer<Float>,
    parameters: UnsafeMutablePointer<Float>
  ) {
    let start = range.lowerBound
    let m = first.elements.start + start
    switch optimizer {
    case .adam:
      Kernels.adam(
        gradient: gradient + start, parameters: parameters + start, first: m,
        second: second.elements.start + start, count: range.count, rate: rate, decay: weightDecay,
        firstCorrection: 1 - pow(Adam.beta1, Double(step)),
        secondCorrection: 1 - pow(Adam.beta2, Double(step)))
    case .sgd(let momentum):
      Kernels.sgd(
        gradient: gradient + start, parameters: parameters + start, velocity: m, count: range.count,
        rate: rate, momentum: momentum, decay: weightDecay)
    }
  }
}
