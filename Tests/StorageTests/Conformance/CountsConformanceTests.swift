import Storage
import Testing

/// The counts kept beside the rows, against counting the rows.
@Suite struct CountsConformanceTests {
  @Test(arguments: StoreBackend.all, [1, 2, 3] as [UInt64])
  func `counts always equal what counting the rows gives`(_ backend: StoreBackend, _ seed: UInt64)
    async throws
  {
    try await backend.withStore { store in
      var generator = SplitMix(state: seed)
      let decisions = 40
      for _ in 0..<30 {
        _ = await store.write((0..<40).map { _ in Self.anyWrite(decisions, &generator) })
      }
      let stored = try (0..<decisions).compactMap { try store.decision(.sample($0)) }
      try #expect(store.decisionCounts() == Self.countDecisions(stored))
      try #expect(store.expertCounts() == Self.countExperts(stored))
      #expect(stored.contains { $0.labelHistory.count > $0.labels.count })
      #expect(stored.contains { $0.outcomeHistory.count > 1 })
    }
  }

  @Test(arguments: StoreBackend.all) func `an empty store counts nothing`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      try #expect(store.decisionCounts() == DecisionCounts())
      try #expect(store.expertCounts().isEmpty)
      try #expect(store.finishedDecisions().isEmpty)
    }
  }

  private static func anyWrite(_ decisions: Int, _ generator: inout SplitMix) -> StoreWrite {
    let n = Int.random(in: 0..<decisions, using: &generator)
    let expert = ["ada", "grace", "kay"][Int.random(in: 0..<3, using: &generator)]
    let label = ["benign", "malignant"][Int.random(in: 0..<2, using: &generator)]
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return .decision(Sample.decision(n, expert: n % 3 == 0 ? nil : expert), nil)
    case 1: return .outcome(Sample.outcome(n, label))
    default: return .label(Sample.label(n, expert, label), replace: Bool.random(using: &generator))
    }
  }

  private static func countDecisions(_ stored: [StoredDecision]) -> DecisionCounts {
    var counts = DecisionCounts()
    counts.predicted = stored.filter { $0.record.action == .predict }.count
    counts.deferred = stored.filter { $0.record.action == .defer }.count
    counts.finished = stored.filter { $0.outcome != nil }.count
    counts.labels = stored.map(\.labels.count).reduce(0, +)
    return counts
  }

  private static func countExperts(_ stored: [StoredDecision]) -> [String: ExpertCounts] {
    var experts: [String: ExpertCounts] = [:]
    for decision in stored {
      if let expert = decision.record.expert { experts[expert, default: ExpertCounts()].assigned += 1 }
      for label in decision.labels {
        experts[label.expert, default: ExpertCounts()].labels += 1
        guard let outcome = decision.outcome else { continue }
        experts[label.expert, default: ExpertCounts()].scored += 1
        experts[label.expert, default: ExpertCounts()].correct += label.label == outcome.label ? 1 : 0
      }
    }
    return experts
  }
}

/// A small seeded generator, so that a failing interleaving comes back.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
