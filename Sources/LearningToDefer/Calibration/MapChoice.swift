/// The map of one decider, chosen among the kinds by held-out log loss.
package struct MapChoice: Sendable, Equatable {
  /// Parts of the rows, each held out once.
  static let parts = 5
  /// Rows below which a decider keeps its own reading.
  package static let leastRows = 50
  /// Rows below which a monotone map has too few rows a knot.
  package static let leastIsotonicRows = 1000

  /// The chosen map, fitted on all rows.
  package let map: CalibrationMap
  /// The rows that it was fitted and chosen on.
  package let rows: Int
  /// The mean held-out log loss without a map; nil where nothing could be compared.
  package let uncalibratedLogLoss: Double?
  /// The mean held-out log loss of the chosen kind; without a map the same.
  package let logLoss: Double?

  /// Fits each kind on four fifths of the rows and judges it on the rest, in turn.
  ///
  /// The kind with the lowest mean log loss is fitted again on all rows; the simpler one wins a tie, so that none stays where
  /// nothing is gained.
  ///
  /// - Parameters:
  ///   - outputs: The decider's outputs u, `[rows]`.
  ///   - correct: Whether the decider was right, `[rows]`.
  ///   - shown: What is answered without a map, `[rows]`; nil where that is the reading of the output. A classifier's probabilities
  ///     sum to 1 over the classes, its reading alone need not.
  ///   - groups: The hash of each row's group; a group is held out as a whole.
  ///   - reading: What the surrogate takes an output for.
  /// - Complexity: O(n log n), some 300 passes over the rows.
  package init(
    outputs: [Double], correct: [Bool], shown: [Double]? = nil, groups: [UInt64], reading: (Double) -> Double
  ) {
    let shown = shown ?? outputs.map(reading)
    let lengths = [correct.count, shown.count, groups.count]
    precondition(lengths.allSatisfy { $0 == outputs.count }, "columns have one length")
    rows = outputs.count
    let rows = MapRows(outputs: outputs, correct: correct, shown: shown)
    let parts = groups.map { CalibrationHalf.part($0, of: Self.parts) }
    let held = Set(parts)
    guard outputs.count >= Self.leastRows, held.count > 1 else {
      (map, uncalibratedLogLoss, logLoss) = (.identity, nil, nil)
      return
    }
    var losses = MapKind.allCases.filter { outputs.count >= $0.leastRows }.map { (kind: $0, loss: 0.0) }
    for part in held.sorted() {
      let fitted = rows.taking(parts.indices.filter { parts[$0] != part })
      let judged = rows.taking(parts.indices.filter { parts[$0] == part })
      for place in losses.indices {
        losses[place].loss += judged.logLoss(losses[place].kind.fit(fitted, reading), reading)
      }
    }
    let best = losses.dropFirst().reduce(losses[0]) { $1.loss < $0.loss ? $1 : $0 }
    map = best.kind.fit(rows, reading)
    uncalibratedLogLoss = losses[0].loss / Double(outputs.count)
    logLoss = best.loss / Double(outputs.count)
  }
}

/// Outputs of one decider and whether it was right.
private struct MapRows {
  let outputs: [Double]
  let correct: [Bool]
  /// What is answered without a map.
  let shown: [Double]

  func taking(_ rows: [Int]) -> MapRows {
    MapRows(
      outputs: rows.map { outputs[$0] }, correct: rows.map { correct[$0] }, shown: rows.map { shown[$0] })
  }

  /// The summed log loss of what is answered under a map.
  func logLoss(_ map: CalibrationMap, _ reading: (Double) -> Double) -> Double {
    let answered = map == .identity ? shown : outputs.map { map.probability(of: $0, reading: reading) }
    return zip(answered, correct).reduce(0) { $0 + LogLoss.of($1.0, correct: $1.1) }
  }
}

/// The kinds of maps, the simplest first.
private enum MapKind: CaseIterable {
  case identity, temperature, platt, isotonic

  var leastRows: Int { self == .isotonic ? MapChoice.leastIsotonicRows : MapChoice.leastRows }

  func fit(_ rows: MapRows, _ reading: (Double) -> Double) -> CalibrationMap {
    switch self {
    case .identity: .identity
    case .temperature: TemperatureScaling.fit(rows.outputs, correct: rows.correct, reading: reading)
    case .platt: PlattScaling.fit(rows.outputs, correct: rows.correct)
    case .isotonic:
      IsotonicMap(fitting: rows.outputs, correct: rows.correct).map(CalibrationMap.isotonic) ?? .identity
    }
  }
}
