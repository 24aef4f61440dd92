import Formats
import Foundation
import Synchronization
import TestSupport
import Testing

/// The whole loop with the real program: train, route, collect labels, retrain, serve the better model, crash, go on.
@Suite struct FeedbackLoopTests {
  private static let feedbackRows = 2_000
  private static let freshRows = 2_000

  @Test(.timeLimit(.minutes(10)))
  func `feedback makes the served model better and survives a crash`() async throws {
    let directory = try TemporaryDirectory()
    let team = try FashionTeam("t10k")
    try FashionTeam("train").write(rows: 500, to: directory("rows.safetensors"))
    let trained = try DeferralProgram.run([
      "train", "--data", directory("rows.safetensors"), "--out", directory("model"), "--epochs", "20",
      "--json",
    ])
    #expect(trained.status == 0, "\(trained.errors)")

    let serve = ["--model", directory("model"), "--data-directory", directory("data")]
    let server = try await ServerProcess(serve)
    let loop = FeedbackLoop(team: team, client: server.client())

    let fresh = Self.feedbackRows..<Self.feedbackRows + Self.freshRows
    let before = try await loop.systemAccuracy(rows: fresh, expectedVersion: "1")
    try await loop.giveFeedback(rows: 0..<Self.feedbackRows)
    let run = try await loop.retrainUnderLoad(rows: fresh)
    #expect(run["state"]?.string == "promoted", "\(run["reason"]?.string ?? "no reason")")
    #expect(run["metrics"]?["logged_rows"]?.integer == Int64(Self.feedbackRows))
    let after = try await loop.systemAccuracy(rows: fresh, expectedVersion: "2")
    print("system accuracy on \(Self.freshRows) fresh images: \(before) before, \(after) after feedback")
    #expect(after > before + 0.01)

    server.stop(SIGKILL)
    let again = try await ServerProcess(serve)
    #expect(again.errors.contains("ignored"), "the given model is ignored with a warning")
    try await FeedbackLoop(team: team, client: again.client()).verify(loop.acknowledged)
    #expect(again.stop(SIGTERM) == 0)
  }
}
