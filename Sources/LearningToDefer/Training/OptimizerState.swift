import Glibc

/// Adam's constants (Kingma, Ba 2015).
enum Adam {
  static let beta1 = 0.9
  static let beta2 = 0.999
  static let epsilon = 1e-8
}

/// Adagrad's constant (Duchi, Hazan, Singer 2011), as PyTorch has it.
enum Adagrad {
  static let epsilon = 1e-10
}

/// The moments that an optimizer keeps for each parameter.
final class OptimizerState {
  private let optimizer: Optimizer
  private let weightDecay: Double
  private let first: FloatBuffer
  private let second: FloatBuffer

  init(_ optimizer: Optimizer, weightDecay: Double, layout: ParameterLayout) {
    self.optimizer = optimizer
    self.weightDecay = weightDecay
    first = FloatBuffer(count: layout.count)
    second = FloatBuffer(count: optimizer == .adam ? layout.embedding : 0)
  }

  /// The moments, of plain descent the first alone; an embedding's first are its sums of squares.
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

  /// Moves one bucket's vector: by Adagrad beside Adam, else by plain descent.
  ///
  /// Both leave a parameter without a gradient where it is, so leaving out the buckets that a batch does not hold is
  /// exact, which Adam, momentum and weight decay would not be. Adagrad also keeps the steps of rare n-grams large.
  func embeddingStep(
    rate: Double, range: Range<Int>, gradient: UnsafePointer<Float>, parameters: UnsafeMutablePointer<Float>
  ) {
    let start = range.lowerBound
    switch optimizer {
    case .adam:
      Kernels.adagrad(
        gradient: gradient, parameters: parameters + start, squares: first.elements.start + start,
        count: range.count, rate: rate)
    case .sgd:
      for index in 0..<range.count { parameters[start + index] -= Float(rate) * gradient[index] }
    }
  }
}
