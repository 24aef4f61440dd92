import Formats
import Foundation
import Synchronization
import TestSupport
import Testing

/// A client that posts images, answers as the chosen experts and remembers every acknowledgement.
final class FeedbackLoop: Sendable {
  /// What the server acknowledged about one decision.
  struct Acknowledged: Sendable {
    let id: String
    let version: String
    let action: String
    var label: (expert: String, label: String)?
    var outcome: String?
  }

  private static let workers = 8

  private let team: FashionTeam
  private let client: HTTPClient
  private let state = Mutex<[Acknowledged]>([])

  init(team: FashionTeam, client: HTTPClient) {
    self.team = team
    self.client = client
  }

  /// Everything that was acknowledged so far.
  var acknowledged: [Acknowledged] { state.withLock { $0 } }

  /// Posts images and returns the share of final answers that are right.
  func systemAccuracy(rows: Range<Int>, expectedVersion: String) async throws -> Double {
    let right = Counter()
    try await inParallel(rows) { row in
      let decision = try await self.decide(row)
      #expect(decision.version == expectedVersion)
      if try self.answer(decision, row: row) == Int(self.team.truths[row]) {
        right.next()
      }
      self.remember(decision.acknowledged)
    }
    return Double(right.next()) / Double(rows.count)
  }

  /// Posts images, labels them as the chosen experts do, and sends the truth.
  func giveFeedback(rows: Range<Int>) async throws {
    try await inParallel(rows) { row in
      let decision = try await self.decide(row)
      var kept = decision.acknowledged
      let path = "/v1/decisions/\(decision.id)"
      for expert in decision.asked {
        let label = String(try #require(self.team.label(of: expert, row: row)))
        let answer = try await self.client.send(
          "POST", path + "/labels", json: #"{"expert": "\#(expert)", "label": "\#(label)", "seconds": 2.5}"#)
        #expect(answer.status == 201, "\(answer.text)")
        kept.label = (expert, label)
      }
      let truth = String(self.team.truths[row])
      let outcome = try await self.client.send("PUT", path + "/outcome", json: #"{"label": "\#(truth)"}"#)
      #expect(outcome.status == 201, "\(outcome.text)")
      kept.outcome = truth
      self.remember(kept)
    }
  }

  /// Retrains while images keep coming, none of which may fail, and returns the ended run.
  func retrainUnderLoad(rows: Range<Int>) async throws -> JSONValue {
    let started = try await client.send("POST", "/v1/training-runs", body: [])
    #expect(started.status == 202, "\(started.text)")
    let path = try #require(started.header("Location"))
    var posted = 0
    while true {
      let first = rows.lowerBound + posted % (rows.count - 50)
      try await inParallel(first..<first + 50) { row in self.remember(try await self.decide(row).acknowledged)
      }
      posted += 50
      let run = try await client.get(path).json
      guard ["queued", "running"].contains(run["state"]?.string) else {
        #expect(try await client.send("POST", "/v1/decisions", body: team.request(row: 0)).status == 201)
        return run
      }
    }
  }

  /// Checks that every acknowledged decision, label and outcome is there.
  func verify(_ acknowledged: [Acknowledged]) async throws {
    #expect(acknowledged.count > 4_000)
    try await inParallel(acknowledged.indices) { index in
      let expected = acknowledged[index]
      let stored = try await self.client.get("/v1/decisions/\(expected.id)").json
      #expect(stored["model_version"]?.string == expected.version)
      #expect(stored["action"]?.string == expected.action)
      #expect(stored["outcome"]?["label"]?.string == expected.outcome)
      guard let label = expected.label else { return }
      let labels = stored["labels"]?.array ?? []
      #expect(labels.contains { $0["expert"]?.string == label.expert && $0["label"]?.string == label.label })
    }
  }

  private struct Decided {
    let id: String
    let version: String
    let action: String
    let expert: String?
    let prediction: String
    let asked: [String]

    var acknowledged: Acknowledged { Acknowledged(id: id, version: version, action: action) }
  }

  private func decide(_ row: Int) async throws -> Decided {
    let answer = try await client.send("POST", "/v1/decisions", body: team.request(row: row))
    #expect(answer.status == 201, "\(answer.text)")
    let json = try answer.json
    let expert = json["expert"]?.string
    let isAudit = json["audit"]?.bool == true
    return Decided(
      id: try #require(json["id"]?.string), version: try #require(json["model_version"]?.string),
      action: try #require(json["action"]?.string), expert: expert,
      prediction: try #require(json["prediction"]?["label"]?.string),
      asked: isAudit ? team.experts.map(\.name) : expert.map { [$0] } ?? [])
  }

  /// The final answer: the classifier's, or the chosen expert's.
  private func answer(_ decision: Decided, row: Int) throws -> Int? {
    guard let expert = decision.expert else { return Int(decision.prediction) }
    return team.label(of: expert, row: row)
  }

  private func remember(_ decision: Acknowledged) {
    state.withLock { $0.append(decision) }
  }

  private func inParallel(_ rows: Range<Int>, _ body: @escaping @Sendable (Int) async throws -> Void)
    async throws
  {
    let next = Counter(rows.lowerBound)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.workers {
        group.addTask {
          while true {
            let row = next.next()
            guard row < rows.upperBound else { return }
            try await body(row)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}

/// Counts across tasks.
private final class Counter: Sendable {
  private let value: Atomic<Int>

  init(_ first: Int = 0) { value = Atomic(first) }

  /// Returns the count and moves on.
  @discardableResult
  func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}
