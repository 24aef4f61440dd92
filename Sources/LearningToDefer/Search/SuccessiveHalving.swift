/// How many trials are trained for how long (Jamieson, Talwalkar 2016), by thirds.
///
/// The first rung trains every trial for a part of the epochs; each further one trains the best third on for three times as
/// many. The last has at least three trials, or all of fewer, and all epochs: its winner is trained as any model is.
package struct SuccessiveHalving: Sendable, Equatable {
  /// Some trials, and the epoch that they are trained through.
  package struct Rung: Sendable, Equatable {
    /// The trials that come to it.
    package let trials: Int
    /// The epochs that they have had at its end.
    package let epochs: Int

    /// Joins the two.
    package init(trials: Int, epochs: Int) {
      self.trials = trials
      self.epochs = epochs
    }
  }

  /// The rungs, of ever fewer trials and more epochs.
  package let rungs: [Rung]

  /// Plans for a number of trials and the epochs of a whole training.
  package init(trials: Int, epochs: Int) {
    precondition(trials > 0 && epochs > 0, "there is something to train")
    var counts = [trials]
    while let last = counts.last, last > 3 { counts.append(max((last + 2) / 3, 3)) }
    var rungs: [Rung] = []
    var part = epochs
    for count in counts.reversed() {
      // Of rungs with as few epochs as can be the one with the most trials stays.
      if rungs.first?.epochs == part { rungs.removeFirst() }
      rungs.insert(Rung(trials: count, epochs: part), at: 0)
      part = max(part / 3, 1)
    }
    self.rungs = rungs
  }

  init(rungs: [Rung]) {
    self.rungs = rungs
  }

  /// The epochs that all trials together are trained for, unless some stop early.
  package var epochs: Int {
    zip(rungs, [0] + rungs.map(\.epochs)).reduce(0) { $0 + $1.0.trials * ($1.0.epochs - $1.1) }
  }
}
