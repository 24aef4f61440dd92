import CKernels

/// The vectorised element-wise loops; the only door to `CKernels`.
enum ElementwiseKernels {
  /// Applies the nonlinearity, `y = f(x)`; both may be one buffer.
  static func apply(
    _ activation: Activation, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    switch activation {
    case .relu: ck_relu(x, y, count)
    case .tanh: ck_tanh(x, y, count)
    case .gelu: ck_gelu(x, y, count)
    }
  }

  /// Multiplies the gradient in place by `f'(x)`, where `y = f(x)`.
  static func multiplyByDerivative(
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
  static func standardize(
    _ x: UnsafePointer<Float>, by scaler: InputScaler, into y: UnsafeMutablePointer<Float>, rows: Int
  ) {
    ck_standardize(x, scaler.mean, scaler.scale, y, rows, scaler.mean.count)
  }

  /// Writes the bias into every row of `y` `[rows, bias]`.
  static func fillRows(
    _ y: UnsafeMutablePointer<Float>, with bias: UnsafePointer<Float>, rows: Int, columns: Int
  ) {
    ck_fill_rows(bias, y, rows, columns)
  }

  /// Sums the rows of `x` `[rows, columns]` into `y` `[columns]`.
  static func sumRows(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    ck_sum_rows(x, y, rows, columns)
  }

  /// Adds `x` to `y`.
  static func accumulate(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    ck_accumulate(x, y, count)
  }
}
