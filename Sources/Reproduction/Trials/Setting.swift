/// What every trial of an experiment is run with.
package struct Setting: Sendable {
  /// The rows.
  package let data: ExperimentData
  /// How much of everything.
  package let scale: Scale
  /// The worker threads of a training.
  package let threads: Int
  /// The error rate of the conformal sets.
  package let alpha = 0.1

  /// Joins them.
  package init(data: ExperimentData, scale: Scale, threads: Int) {
    self.data = data
    self.scale = scale
    self.threads = threads
  }

  /// The numbers of the repetitions.
  var seeds: ClosedRange<Int> { 1...scale.seeds }
}
