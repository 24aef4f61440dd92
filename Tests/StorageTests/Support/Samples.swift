import Storage

extension DecisionID {
  /// The n-th sample id; later ones sort later.
  static func sample(_ n: Int) -> DecisionID {
    DecisionID(milliseconds: Sample.epoch + Int64(n), randomHigh: 0, randomLow: UInt64(n))
  }
}

/// Rows with believable defaults; a test names what it is about.
enum Sample {
  static let epoch: Int64 = 1_795_470_000_000
  static let day: Int64 = 86_400_000

  static func decision(
    _ n: Int, expert: String? = "ada", audit: Bool = false, features: Int = 16, at time: Int64? = nil
  ) -> DecisionRecord {
    DecisionRecord(
      id: .sample(n), createdAt: time ?? epoch + Int64(n), modelVersion: "3",
      action: expert == nil ? .predict : .defer, expert: expert, prediction: "benign",
      features: (0..<features).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ n) },
      classProbabilities: n % 2 == 0 ? "{\"benign\":0.25,\"malignant\":0.75}" : nil, logits: [1, 2, 3, 4],
      answer: Array("{\"id\":\(n)}".utf8), propensity: 0.75, audit: audit, askedPool: ["ada", "grace"],
      priority: 5, metadata: "{\"title\":\"Zoë\"}", traceparent: "00-0af7651916cd43dd8448eb211c80319c-01")
  }

  static func label(
    _ n: Int, _ expert: String, _ label: String, seconds: Double? = nil, at time: Int64 = epoch
  ) -> LabelRecord {
    LabelRecord(
      decision: .sample(n), expert: expert, label: label, seconds: seconds, asked: expert == "ada",
      createdAt: time)
  }

  static func outcome(
    _ n: Int, _ label: String, source: String? = nil, at time: Int64 = epoch
  ) -> OutcomeRecord {
    OutcomeRecord(decision: .sample(n), label: label, source: source, createdAt: time)
  }

  static func key(_ key: String, body: UInt8 = 1, expiresAt: Int64 = epoch + day) -> IdempotencyRecord {
    IdempotencyRecord(
      scope: "anyone POST /v1/decisions", key: key, bodySHA256: Array(repeating: body, count: 32),
      expiresAt: expiresAt)
  }
}

extension Store {
  /// Submits and waits for the commit.
  func write(_ writes: StoreWrite...) async -> [WriteResult] {
    await write(writes)
  }

  /// Submits and waits for the commit.
  func write(_ writes: [StoreWrite]) async -> [WriteResult] {
    await withCheckedContinuation { continuation in
      submit(writes) { continuation.resume(returning: $0) }
    }
  }

  /// Every decision with an outcome, in the order of the stream.
  func finishedDecisions() throws -> [StoredDecision] {
    var decisions: [StoredDecision] = []
    try forEachFinishedDecision { decisions.append($0) }
    return decisions
  }
}
