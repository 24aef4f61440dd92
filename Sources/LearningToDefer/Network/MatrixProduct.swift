import CBLAS

/// Single-precision products on OpenBLAS, row-major; the only door to `CBLAS`.
///
/// OpenBLAS is told once to use one thread: the parallelism is ours (loops when serving, workers when training),
/// and its pthread variant may then be called from any number of threads at once.
enum MatrixProduct {
  private static let useOneThread: Void = openblas_set_num_threads(1)

  /// `y [rows, outputs] += x [rows, inputs] · Wᵀ [inputs, outputs]`.
  static func addForward(
    x: UnsafePointer<Float>, weight: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>,
    rows: Int, inputs: Int, outputs: Int
  ) {
    _ = useOneThread
    if rows == 1 {
      cblas_sgemv(
        CblasRowMajor, CblasNoTrans, Int32(outputs), Int32(inputs), 1, weight, Int32(inputs), x, 1, 1, y, 1)
    } else {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(outputs), Int32(inputs),
        1, x, Int32(inputs), weight, Int32(inputs), 1, y, Int32(outputs))
    }
  }

  /// `dW [outputs, inputs] = dYᵀ [outputs, rows] · x [rows, inputs]`.
  static func weightGradient(
    yGradient: UnsafePointer<Float>, x: UnsafePointer<Float>,
    into weightGradient: UnsafeMutablePointer<Float>,
    rows: Int, inputs: Int, outputs: Int
  ) {
    _ = useOneThread
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(outputs), Int32(inputs), Int32(rows),
      1, yGradient, Int32(outputs), x, Int32(inputs), 0, weightGradient, Int32(inputs))
  }

  /// `dx [rows, inputs] = dY [rows, outputs] · W [outputs, inputs]`.
  static func inputGradient(
    yGradient: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    into xGradient: UnsafeMutablePointer<Float>,
    rows: Int, inputs: Int, outputs: Int
  ) {
    _ = useOneThread
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(inputs), Int32(outputs),
      1, yGradient, Int32(outputs), weight, Int32(inputs), 0, xGradient, Int32(inputs))
  }
}
