extension InputScaler {
  /// Fits the mean and the standard deviation of each feature over some rows.
  ///
  /// A feature that never varies is divided by 1.
  /// - Complexity: O(rows · columns), two passes in float64.
  package init(fitting features: FeatureTable, rows: [Int]) {
    let divisor = Double(max(rows.count, 1))
    var mean = [Double](repeating: 0, count: features.columns)
    // Values, not the variance, tell what varies: the mean's rounding leaves a constant 0.1 a deviation of 1e-16.
    var varies = [Bool](repeating: false, count: features.columns)
    var first: [Float] = []
    for row in rows {
      features.withRow(row) { values in
        if first.isEmpty { first = Array(values) }
        for column in values.indices {
          mean[column] += Double(values[column]) / divisor
          if values[column] != first[column] { varies[column] = true }
        }
      }
    }
    var variance = [Double](repeating: 0, count: features.columns)
    for row in rows {
      features.withRow(row) { values in
        for column in values.indices {
          let deviation = Double(values[column]) - mean[column]
          variance[column] += deviation * deviation / divisor
        }
      }
    }
    self.init(
      mean: mean.map { Float($0) },
      scale: zip(variance, varies).map { variance, varies in
        varies ? max(Float(variance.squareRoot()), .leastNormalMagnitude) : 1
      })
  }
}
