import CKernels

/// The vectorised loops; the only door to `CKernels`.
package enum Kernels {
  /// Applies the nonlinearity, `y = f(x)`; both may be one buffer.
  package static func apply(
    _ activation: Activation, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    switch activation {
    case .relu: ck_relu(x, y, count)
    case .tanh: ck_tanh(x, y, count)
    case .gelu: ck_gelu(x, y, count)
    }
  }

  /// Multiplies the gradient in place by `f'(x)`, where `y = f(x)`.
  package static func multiplyByDerivative(
    of activation: Activation, x: UnsafePointer<Float>, y: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, count: Int
  ) {
    switch activation {
    case .relu: ck_relu_gradient(y, gradient, count)
    case .tanh: ck_tanh_gradient(y, gradient, count)
    case .gelu: ck_gelu_gradient(x, gradient, count)
    }
  }

  /// Standardises rows `[rows, columns]`, `y = (x - mean) / scale`.
  package static func standardize(
    _ x: UnsafePointer<Float>, by scaler: InputScaler, into y: UnsafeMutablePointer<Float>, rows: Int
  ) {
    ck_standardize(x, scaler.mean, scaler.scale, y, rows, scaler.mean.count)
  }

  /// Whether the products run on vectors of 32 bytes or more.
  static var haveWideVectors: Bool { ck_has_wide_vectors() != 0 }

  /// `y [rows, outputs] = x [rows, inputs] · Wᵀ [inputs, outputs] + b`.
  ///
  /// A row's result has the same bits in a batch of any size.
  package static func dense(
    _ x: UnsafePointer<Float>, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, rows: Int, inputs: Int, outputs: Int
  ) {
    ck_dense(x, weight, bias, y, rows, inputs, outputs)
  }

  /// `c [rows, columns] = A [rows, depth] · b [depth, columns]`, A stored so or `transposed` as `[depth, rows]`.
  package static func product(
    _ a: UnsafePointer<Float>, transposed: Bool, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, rows: Int, depth: Int, columns: Int
  ) {
    ck_product(a, transposed ? 1 : depth, transposed ? rows : 1, b, c, rows, depth, columns)
  }

  /// Sums the rows of `x` `[rows, columns]` into `y` `[columns]`.
  package static func sumRows(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    ck_sum_rows(x, y, rows, columns)
  }

  /// Adds `x` to `y`.
  package static func accumulate(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    ck_accumulate(x, y, count)
  }

  /// One step of Adam on a run of parameters.
  ///
  /// `m ← β₁ m + (1 - β₁) g`, `v ← β₂ v + (1 - β₂) g²`, `p ← p - rate · m̂ / (√v̂ + ε)`, where
  /// `g` includes `decay · p` and the hats divide by `1 - β^step`.
  package static func adam(
    gradient: UnsafePointer<Float>, parameters: UnsafeMutablePointer<Float>,
    first m: UnsafeMutablePointer<Float>, second v: UnsafeMutablePointer<Float>, count: Int,
    rate: Double, decay: Double, firstCorrection: Double, secondCorrection: Double
  ) {
    let rates = ck_adam_rates(
      step: Float(rate / firstCorrection), root: Float(1 / secondCorrection.squareRoot()),
      beta1: Float(Adam.beta1), beta2: Float(Adam.beta2), epsilon: Float(Adam.epsilon), decay: Float(decay))
    ck_adam(rates, gradient, parameters, m, v, count)
  }

  /// One step of gradient descent, `m ← momentum · m + g + decay · p`, `p ← p - rate · m`.
  package static func sgd(
    gradient: UnsafePointer<Float>, parameters: UnsafeMutablePointer<Float>,
    velocity m: UnsafeMutablePointer<Float>, count: Int, rate: Double, momentum: Double, decay: Double
  ) {
    let rates = ck_sgd_rates(rate: Float(rate), momentum: Float(momentum), decay: Float(decay))
    ck_sgd(rates, gradient, parameters, m, count)
  }
}
