import Formats
import Reproduction
import Synchronization
import TestSupport
import Testing

struct TrialRunnerTests {
  private struct Failed: Error {}

  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func log() throws -> TrialLog { try TrialLog(directory: directory.path, key: .bool(true)) }

  @Test func `trials that are shared run once, and finished ones not again`() throws {
    let runs = Counter()
    let trials = (1...6).map { seed in
      Trial("c", seed: seed) {
        runs.add()
        return ["x": Double(seed)]
      }
    }
    let first = try TrialRunner(Array(trials.prefix(4)) + trials.prefix(2), threads: 3).run(log()) { _ in }
    #expect(runs.count == 4)
    #expect(first.values(Figure("c", "x")).count == 4)
    let second = try TrialRunner(trials, threads: 2).run(log()) { _ in }
    #expect(runs.count == 6)
    #expect(second.values(Figure("c", "x")) == [1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6])
  }

  @Test func `an error ends the run and keeps what was done`() throws {
    let trials = (1...9).map { seed in
      Trial("c", seed: seed) {
        if seed == 3 { throw Failed() }
        return ["x": Double(seed)]
      }
    }
    #expect(throws: Failed.self) { try TrialRunner(trials, threads: 1).run(log()) { _ in } }
    #expect(try log().figures.keys.sorted() == ["c/seed=1", "c/seed=2"])
  }

  @Test func `progress rises by the trials' weights, and counts what was done before`() throws {
    let trials = [Trial("a", seed: 1, weight: 1) { [:] }, Trial("b", seed: 1, weight: 3) { [:] }]
    _ = try TrialRunner([trials[0]], threads: 1).run(log()) { _ in }
    var shares: [Double] = []
    _ = try TrialRunner(trials, threads: 1).run(log()) { shares.append($0.share) }
    #expect(shares == [0.25, 1])
  }

  @Test func `figures do not depend on how many trials run at once`() throws {
    let trials = try #require(Experiments.named("fig2c")?.first).trials(TinyData.setting)
    let other = try TemporaryDirectory()
    let alone = try TrialRunner(trials, threads: 1).run(log()) { _ in }
    let crowd = try TrialRunner(trials, threads: 4).run(
      TrialLog(directory: other.path, key: .bool(true))
    ) { _ in }
    for trial in trials {
      for name in ["accuracy", "ece"] {
        let figure = Figure(trial.condition, name)
        #expect(alone.values(figure) == crowd.values(figure))
      }
    }
  }
}

private final class Counter: Sendable {
  private let value = Mutex(0)
  var count: Int { value.withLock { $0 } }
  func add() { value.withLock { $0 += 1 } }
}
