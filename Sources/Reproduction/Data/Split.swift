import LearningToDefer

/// Which rows of an experiment's data are used for what; indices into its examples.
package struct Split: Sendable {
  /// Trained on.
  package var training: [Int]
  /// What conformal sets are fitted on; the simulated network of the rising experts learns from them too.
  package var calibration: [Int]
  /// What every figure is over.
  package var test: [Int]

  /// Joins them.
  package init(training: [Int], calibration: [Int], test: [Int]) {
    self.training = training
    self.calibration = calibration
    self.test = test
  }

  /// At most so many rows of each, drawn at random.
  func limited(to limits: Scale.Rows, seed: UInt64) -> Split {
    var generator = SeededGenerator(seed: seed)
    let draw = { (rows: [Int], limit: Int) in
      guard rows.count > limit else { return rows }
      var shuffled = rows
      generator.shuffle(&shuffled)
      return shuffled.prefix(limit).sorted()
    }
    return Split(
      training: draw(training, limits.training), calibration: draw(calibration, limits.calibration),
      test: draw(test, limits.test))
  }
}
