extension DecisionPolicy {
  /// `D` of each of some rows, without `δ`: what a budget is fitted on.
  ///
  /// Rows that overflow the network, and all rows with nobody to ask, have none.
  ///
  /// - Complexity: O(rows · (parameters + J)).
  package func advantages(
    network: Network, examples: Examples, rows: [Int], available: ExpertSet
  ) -> [Double] {
    var advantages: [Double] = []
    let pass = ModelPass(network: network, estimator: estimator, capacity: ForwardPass.blockRows)
    for start in stride(from: 0, to: rows.count, by: pass.capacity) {
      let chunk = rows[start..<min(start + pass.capacity, rows.count)]
      let outputs = pass.run(chunk, of: examples)
      for place in 0..<chunk.count {
        let own = pass.row(place, of: outputs)
        guard own.allFinite, let advantage = advantage(own, available: available) else { continue }
        advantages.append(advantage.value)
      }
    }
    return advantages
  }
}
