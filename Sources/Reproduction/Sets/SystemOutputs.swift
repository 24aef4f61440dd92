import LearningToDefer

/// A trained system's outputs on some rows, with who is right.
struct SystemOutputs {
  let estimator: CorrectnessEstimator
  let rows: [Int]
  /// As the estimator reads them, `[rows, width]`.
  let logits: [Float]
  /// Whether each expert is right `[rows, J]`.
  let correct: [Bool]

  init(_ system: TrainedSystem, rows: [Int]) {
    let estimator = system.estimator
    let pass = ModelPass(network: system.network, estimator: estimator, capacity: 256)
    var logits: [Float] = []
    logits.reserveCapacity(rows.count * estimator.width)
    for start in stride(from: 0, to: rows.count, by: pass.capacity) {
      let chunk = rows[start..<min(start + pass.capacity, rows.count)]
      logits.append(contentsOf: pass.run(chunk, of: system.examples))
    }
    self.estimator = estimator
    self.rows = rows
    self.logits = logits
    correct = rows.flatMap { row in
      (0..<estimator.experts).map { system.examples.correctness(row: row, expert: $0) == 1 }
    }
  }

  /// Calls with each row's outputs and its place among the rows.
  func forEach(_ body: (_ place: Int, _ row: UnsafeBufferPointer<Float>) -> Void) {
    let width = estimator.width
    logits.withUnsafeBufferPointer { all in
      for place in rows.indices {
        body(place, UnsafeBufferPointer(rebasing: all[place * width..<(place + 1) * width]))
      }
    }
  }
}
