/// How much of everything the experiments take.
package struct Scale: Sendable, Equatable {
  /// The most rows of each part of a split.
  package struct Rows: Sendable, Equatable {
    /// Trained on.
    package var training: Int
    /// For conformal sets.
    package var calibration: Int
    /// For the figures.
    package var test: Int

    /// Limits all three.
    package init(training: Int, calibration: Int, test: Int) {
      self.training = training
      self.calibration = calibration
      self.test = test
    }
  }

  /// Its name in results.
  package let name: String
  /// The most rows.
  package var rows: Rows
  /// How often every training row is seen.
  package var epochs: Int
  /// How many seeds each point is the mean of.
  package var seeds: Int

  /// Limits everything.
  package init(name: String, rows: Rows, epochs: Int, seeds: Int) {
    self.name = name
    self.rows = rows
    self.epochs = epochs
    self.seeds = seeds
  }

  /// All rows, ten epochs, three seeds: what the documentation shows.
  package static let full = Scale(
    name: "full", rows: Rows(training: .max, calibration: .max, test: .max), epochs: 10, seeds: 3)

  /// A fifth of the rows, for a look within five minutes on two cores.
  package static let quick = Scale(
    name: "quick", rows: Rows(training: 10_000, calibration: 3000, test: 3000), epochs: 6, seeds: 3)
}
