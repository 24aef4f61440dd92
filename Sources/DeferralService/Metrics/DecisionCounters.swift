import LearningToDefer

/// Counts one loop's decisions; it belongs to the loop and needs no lock.
final class DecisionCounters {
  /// Names one series of the decisions' counter.
  struct Series: Hashable, Sendable {
    let modelVersion: String
    let maker: DecisionMaker
    let expert: String
  }

  private var current: ServingModel?
  /// Decisions of the current model: the classifier's, then each expert's.
  private var counts: [Int] = []
  private var past: [Series: Int] = [:]

  /// Counts a decision of a model.
  ///
  /// - Complexity: O(1), without an allocation while the model stays the same.
  func count(_ maker: DecisionMaker, of model: ServingModel) {
    if current !== model {
      retire()
      current = model
      counts = [Int](repeating: 0, count: model.experts.count + 1)
    }
    switch maker {
    case .classifier: counts[0] += 1
    case .expert(let index): counts[index + 1] += 1
    }
  }

  /// Everything that was counted since the start.
  var snapshot: [Series: Int] {
    retire()
    counts = [Int](repeating: 0, count: counts.count)
    return past
  }

  private func retire() {
    guard let model = current else { return }
    for (index, count) in counts.enumerated() where count > 0 {
      let maker: DecisionMaker = index == 0 ? .classifier : .expert(index - 1)
      let series = Series(
        modelVersion: model.version, maker: maker, expert: index == 0 ? "" : model.experts[index - 1])
      past[series, default: 0] += count
    }
  }
}
