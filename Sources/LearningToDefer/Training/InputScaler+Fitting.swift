extension InputScaler {
  /// Fits the mean and the standard deviation of each feature over some rows.
  ///
  /// A feature that never varies is divided by 1.
  /// - Complexity: O(rows · columns), two passes in float64.
  package init(fitting features: FeatureTable, rows: [Int]) {
    let divisor = Double(max(rows.count, 1))
    var mean = [Double](repeating: 0, count: features.columns)
    var variance = mean
    for row in rows {
      features.withRow(row) { values in
        for column in values.indices { mean[column] += Double(values[column]) / divisor }
      }
    }
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
      scale: variance.map { $0 > 0 ? max(Float($0.squareRoot()), .leastNormalMagnitude) : 1 })
  }
}
