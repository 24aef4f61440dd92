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

  /// Standardises the first rows of a buffer in place of another's, `y = (x - mean) / scale`; both may be one.
  package static func standardize(
    _ x: RowBuffer, by scaler: InputScaler, into y: RowBuffer, rows: Int
  ) {
    precondition(x.stride == y.stride, "rows are the same distance apart")
    ck_standardize(x.start, scaler.mean, scaler.scale, y.start, rows, scaler.mean.count, x.stride)
  }

  /// A matrix of which single elements are read.
  typealias Matrix = ck_matrix
  /// A matrix of which sixteen columns are read or written at once.
  typealias Panels = ck_panels

  /// `c [rows, columns] = a [rows, depth] · b [depth, columns] + initial [rows, columns]`.
  ///
  /// - Parameter initial: Left out, zero.
  static func product(
    _ a: Matrix, _ b: Panels, onto initial: Panels? = nil, into c: Panels, rows: Int, depth: Int, columns: Int
  ) {
    let panels = LearningToDefer.Panels.filled(columns) / LearningToDefer.Panels.width
    ck_product(
      a, b, initial ?? Panels(start: nothing.elements.start, row: 0, panel: 0), c, rows, depth, panels)
  }

  // Safe to share: nobody writes the zeros.
  private nonisolated(unsafe) static let nothing = FloatBuffer(count: LearningToDefer.Panels.width)

  /// Turns a matrix `[rows, columns]` in panels into its transpose `[columns, rows]` in panels.
  package static func transpose(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    ck_transpose(x, y, rows, columns)
  }

  /// The one-vs-all loss of the first `rows` rows of a batch, over the outputs of `targets`.
  static func oneVsAll(_ batch: LossBatch, targets: Range<Int>, rows: Int) {
    ck_one_vs_all(losses(batch, targets, rows), targets.count)
  }

  /// The softmax loss of the first `rows` rows of a batch, over the outputs of `targets`.
  static func softmax(_ batch: LossBatch, targets: Range<Int>, rows: Int) {
    ck_softmax(losses(batch, targets, rows), targets.count)
  }

  private static func losses(_ batch: LossBatch, _ targets: Range<Int>, _ rows: Int) -> ck_losses {
    precondition(batch.logits.stride == batch.gradient.stride, "rows are the same distance apart")
    precondition(batch.logits.columns == targets.count, "there is one target an output")
    return ck_losses(
      logits: batch.logits.start, targets: batch.targets.start + targets.lowerBound,
      weights: batch.weights.start, gradient: batch.gradient.start, losses: batch.losses.start, rows: rows,
      stride: batch.logits.stride, target_stride: batch.targets.stride)
  }

  /// Sums the first rows of `x` into `y` `[columns]`, filling whole panels.
  ///
  /// - Parameter goesOn: Whether the sums go on from what is there.
  package static func sumRows(
    _ x: RowBuffer, into y: UnsafeMutablePointer<Float>, rows: Int, goesOn: Bool = false
  ) {
    let columns = LearningToDefer.Panels.filled(x.columns)
    if !goesOn { y.update(repeating: 0, count: columns) }
    ck_add_rows(x.start, y, rows, columns, x.stride)
  }

  /// Copies chosen rows of `x` `[..., columns]`, which must exist, to rows of `y` `stride` floats apart.
  static func copyRows(
    _ x: UnsafePointer<Float>, chosen: UnsafeBufferPointer<Int>, into y: UnsafeMutablePointer<Float>,
    columns: Int, stride: Int
  ) {
    ck_copy_chosen_rows(x, chosen.baseAddress, chosen.count, y, columns, stride)
  }

  /// Writes what the outputs for chosen rows, which must exist, should be.
  static func writeTargets(
    labels: UnsafePointer<Int32>, expertLabels: UnsafePointer<Int32>?, chosen: UnsafeBufferPointer<Int>,
    classes: Int, experts: Int, into targets: RowBuffer
  ) {
    precondition(targets.columns >= classes + experts, "a row has a target for each output")
    ck_write_targets(
      labels, expertLabels, chosen.baseAddress, chosen.count, classes, experts, targets.start, targets.stride)
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

  /// Tells the processor that this thread waits for another.
  static func pause() { ck_pause() }

  /// Sums chosen rows of `x` `[..., columns]` into `y` `[columns]`, one after the other.
  package static func sumRows(
    _ x: UnsafePointer<Float>, chosen: UnsafeBufferPointer<UInt32>, into y: UnsafeMutablePointer<Float>,
    columns: Int
  ) {
    ck_sum_chosen_rows(x, chosen.baseAddress, chosen.count, y, columns)
  }

  /// One step of Adagrad on a run of parameters, `s ← s + g²`, `p ← p - rate · g / (√s + ε)`.
  package static func adagrad(
    gradient: UnsafePointer<Float>, parameters: UnsafeMutablePointer<Float>,
    squares s: UnsafeMutablePointer<Float>, count: Int, rate: Double
  ) {
    ck_adagrad(Float(rate), Float(Adagrad.epsilon), gradient, parameters, s, count)
  }
}
