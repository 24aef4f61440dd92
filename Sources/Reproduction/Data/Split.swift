import LearningToDefer

/// Which rows of an experiment's data are used for what; indices into its examples.
struct Split: Sendable {
  /// Trained on.
  var training: [Int]
  /// What conformal sets are fitted on; the simulated network of the rising experts learns from them too.
  var calibration: [Int]
  /// What every figure is over.
  var test: [Int]

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
