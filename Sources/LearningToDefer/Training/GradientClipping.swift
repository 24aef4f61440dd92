/// Shortens a gradient that is longer than a limit (Pascanu, Mikolov, Bengio 2013).
///
/// `g ← g · min(1, limit / ‖g‖)` with the Euclidean norm over all parameters together, before the weight decay is added, as
/// PyTorch's `clip_grad_norm_`. Each worker sums the squares of its own run in float64, and the sums are added in the
/// workers' order: the result is the same bit for bit for one number of them.
final class GradientClipping {
  private typealias Lanes = SIMD8<Float>

  private let limit: Double
  private let squares: UnsafeMutableBufferPointer<Double>

  /// - Parameter limit: The longest norm.
  init(limit: Double, workers: Int) {
    self.limit = limit
    squares = .allocate(capacity: workers)
    squares.initialize(repeating: 0)
  }

  deinit { squares.deallocate() }

  /// Sums one worker's part of `‖g‖²`; workers do this side by side.
  func measure(_ gradient: UnsafePointer<Float>, count: Int, worker: Int) {
    var lanes = SIMD8<Double>(repeating: 0)
    var index = 0
    while index + Lanes.scalarCount <= count {
      let values = SIMD8<Double>(UnsafeRawPointer(gradient + index).loadUnaligned(as: Lanes.self))
      lanes += values * values
      index += Lanes.scalarCount
    }
    var sum = lanes.sum()
    for rest in index..<count { sum += Double(gradient[rest]) * Double(gradient[rest]) }
    squares[worker] = sum
  }

  /// Adds squares that are summed already to one worker's part, after it has measured.
  func add(_ sum: Double, worker: Int) { squares[worker] += sum }

  /// What the whole gradient is multiplied by, once every worker has measured.
  ///
  /// A norm that is no number stays so, and the training ends as diverged.
  var factor: Float {
    let norm = squares.reduce(0, +).squareRoot()
    return norm > limit ? Float(limit / norm) : 1
  }

  /// Multiplies a run of the gradient in place.
  static func scale(_ gradient: UnsafeMutablePointer<Float>, count: Int, by factor: Float) {
    guard factor != 1 else { return }
    for index in 0..<count { gradient[index] *= factor }
  }
}
