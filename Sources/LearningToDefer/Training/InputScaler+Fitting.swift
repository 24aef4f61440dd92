extension InputScaler {
  /// Fits the mean and the standard deviation of each feature over some rows, in one pass.
  ///
  /// Welford (1962): with n rows so far, `δ = x - μ`, `μ ← μ + δ / n`, `M ← M + δ (x - μ)`, and the variance is `M / n`. So a file
  /// larger than memory is read once, in the order of `rows`. A feature that never varies is divided by 1.
  ///
  /// - Complexity: O(rows · columns), in float64.
  package init(fitting features: FeatureTable, rows: [Int]) {
    var mean = [Double](repeating: 0, count: features.columns)
    var squares = [Double](repeating: 0, count: features.columns)
    // Values, not the variance, tell what varies: the mean's rounding leaves a constant 0.1 a deviation of 1e-16.
    var varies = [Bool](repeating: false, count: features.columns)
    var first: [Float] = []
    for (index, row) in rows.enumerated() {
      let share = 1 / Double(index + 1)
      features.withRow(row) { values in
        if first.isEmpty { first = Array(values) }
        for column in values.indices {
          let value = Double(values[column])
          let deviation = value - mean[column]
          mean[column] += deviation * share
          squares[column] += deviation * (value - mean[column])
          if values[column] != first[column] { varies[column] = true }
        }
      }
    }
    let divisor = Double(max(rows.count, 1))
    self.init(
      mean: mean.map { Float($0) },
      scale: zip(squares, varies).map { squares, varies in
        varies ? max(Float((squares / divisor).squareRoot()), .leastNormalMagnitude) : 1
      })
  }
}
