import CBLAS

/// Training's single-precision products, row-major; the only door to `CBLAS`.
///
/// OpenBLAS is told once to use one thread: the parallelism is ours (loops when serving, workers when training),
/// and its pthread variant may then be called from any number of threads at once.
package enum MatrixProduct {
  /// Whether OpenBLAS has kernels for this processor.
  ///
  /// One that is newer than the library gets its SSE3 kernels from 2004 (OpenBLAS 0.3.21 in Debian 12 does so from
  /// Emerald Rapids on), which are four times slower than our own; ours are a quarter slower than its best.
  package static let usesBLAS: Bool = {
    openblas_set_num_threads(1)
    let oldest = ["Prescott", "Generic", "Core2"]
    guard Kernels.haveWideVectors, let name = openblas_get_corename() else { return true }
    return !oldest.contains(String(cString: name))
  }()

  /// `y [rows, outputs] = x [rows, inputs] · Wᵀ [inputs, outputs] + b`.
  package static func forward(
    x: UnsafePointer<Float>, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, rows: Int, inputs: Int, outputs: Int, usesBLAS: Bool = usesBLAS
  ) {
    guard usesBLAS else {
      Kernels.dense(
        x, weight: weight, bias: bias, into: y, rows: rows, inputs: inputs, outputs: outputs)
      return
    }
    for row in 0..<rows { (y + row * outputs).update(from: bias, count: outputs) }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(outputs), Int32(inputs),
      1, x, Int32(inputs), weight, Int32(inputs), 1, y, Int32(outputs))
  }

  /// `dW [outputs, inputs] = dYᵀ [outputs, rows] · x [rows, inputs]`.
  package static func weightGradient(
    yGradient: UnsafePointer<Float>, x: UnsafePointer<Float>,
    into weightGradient: UnsafeMutablePointer<Float>,
    rows: Int, inputs: Int, outputs: Int, usesBLAS: Bool = usesBLAS
  ) {
    guard usesBLAS else {
      Kernels.product(
        yGradient, transposed: true, x, into: weightGradient, rows: outputs, depth: rows, columns: inputs)
      return
    }
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(outputs), Int32(inputs), Int32(rows),
      1, yGradient, Int32(outputs), x, Int32(inputs), 0, weightGradient, Int32(inputs))
  }

  /// `dx [rows, inputs] = dY [rows, outputs] · W [outputs, inputs]`.
  package static func inputGradient(
    yGradient: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    into xGradient: UnsafeMutablePointer<Float>,
    rows: Int, inputs: Int, outputs: Int, usesBLAS: Bool = usesBLAS
  ) {
    guard usesBLAS else {
      Kernels.product(
        yGradient, transposed: false, weight, into: xGradient, rows: rows, depth: outputs, columns: inputs)
      return
    }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(inputs), Int32(outputs),
      1, yGradient, Int32(outputs), weight, Int32(inputs), 0, xGradient, Int32(inputs))
  }
}
