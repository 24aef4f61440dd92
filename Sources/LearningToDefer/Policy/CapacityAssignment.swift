/// Assigns a batch of inputs at once, so that the summed expected correctness under the experts' capacities is largest.
///
/// Beyond the paper: a minimum-cost flow from n inputs to J experts and the classifier, whose capacity has no limit. It is
/// exact: what an expert gains over the classifier is kept as a multiple of 2^-50 of the largest gain, and from there on
/// nothing is rounded.
package enum CapacityAssignment {
  /// Decides who answers each input.
  ///
  /// Of equally good assignments the same batch always gets the same one; an input whose experts all have room goes to the best
  /// of them, on a tie to the preferred, else rather to an expert than to the classifier, and to the lowest index.
  ///
  /// - Parameters:
  ///   - classifier: What each input is worth if the classifier answers: `p_h`, or minus its expected cost, `[n]`, finite.
  ///   - experts: What it is worth if an expert does, `s_j - c_j`, `[n, J]`; `-infinity` where the expert cannot be asked.
  ///   - capacities: How many inputs each expert takes at most, `[J]`.
  ///   - preferred: Who decides on each input without capacities, `[n]`; empty for no preference.
  /// - Complexity: O(n J), and O(J² + m J) for each input beyond the room of its best expert and each of the m moves that it
  ///   causes; m is small unless all experts are alike to all inputs.
  package static func assign(
    classifier: [Double], experts: [Double], capacities: [Int], preferred: [DecisionMaker] = []
  ) -> [DecisionMaker] {
    precondition(preferred.isEmpty || preferred.count == classifier.count, "preferences are [n]")
    precondition(experts.count == classifier.count * capacities.count, "scores are [n, J]")
    precondition(classifier.allSatisfy(\.isFinite), "the classifier can always answer")
    precondition(experts.allSatisfy { $0 < .infinity }, "a score is a number below infinity")
    precondition(capacities.allSatisfy { $0 >= 0 }, "a capacity is not negative")
    let gains = wholeGains(classifier: classifier, experts: experts, count: capacities.count)
    var flow = AssignmentFlow(gains: gains, capacities: capacities + [.max])
    for input in order(gains, sinks: capacities.count + 1) {
      flow.add(
        input, preferring: preferred.isEmpty ? nil : preferred[input].sink(classifier: capacities.count))
    }
    return flow.sinkOfInput.map { $0 < capacities.count ? .expert($0) : .classifier }
  }

  /// `[n, J + 1]`, the classifier last; `-infinity` where the classifier is better, for it always has room.
  private static func wholeGains(classifier: [Double], experts: [Double], count: Int) -> [Double] {
    let gains = experts.indices.map { min(experts[$0] - classifier[$0 / count], .greatestFiniteMagnitude) }
    let largest = max(gains.max() ?? 0, .leastNormalMagnitude)
    return classifier.indices.flatMap { input in
      gains[input * count..<(input + 1) * count].map {
        $0 < 0 ? -.infinity : ($0 / largest * 0x1p50).rounded()
      } + [0]
    }
  }

  /// Inputs that lose most by a sink of no choice come first: they then rarely have to be moved.
  private static func order(_ gains: [Double], sinks: Int) -> [Int] {
    let urgency = stride(from: 0, to: gains.count, by: sinks).map { start in
      let own = gains[start..<start + sinks]
      return (own.max() ?? 0) - own.reduce(0) { $0 + max($1, 0) } / Double(sinks)
    }
    return urgency.indices.sorted { urgency[$0] == urgency[$1] ? $0 < $1 : urgency[$0] > urgency[$1] }
  }
}

extension DecisionMaker {
  /// The number of its sink, the classifier's being the last.
  fileprivate func sink(classifier: Int) -> Int {
    if case .expert(let expert) = self { expert } else { classifier }
  }
}
