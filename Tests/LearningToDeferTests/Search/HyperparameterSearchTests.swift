import LearningToDefer
import Testing

private let examples = syntheticExamples(rows: 400)
private let training = Array(0..<250)
private let validation = Array(250..<320)

/// Keeps the states of trials in memory, and interrupts after some calls.
private final class States {
  var kept: [Int: TrainingCheckpoint] = [:]
  var calls = 0
  var limit = Int.max

  func run(_ search: HyperparameterSearch, _ examples: Examples = examples) throws(TrainingError)
    -> HyperparameterSearch.Result
  {
    try search.run(examples, training: training, validation: validation) { [self] trial in
      kept[trial.number]
    } keep: { [self] trial, pauses, capture throws(TrainingError) in
      calls += 1
      if pauses || calls == limit { kept[trial.number] = capture() }
      if calls == limit { throw .cancelled }
    }
  }
}

private func search(patience: Int? = 5, rates: [Double] = [0.0003, 0.003, 0.03]) -> HyperparameterSearch {
  var settings = TrainingSettings()
  settings.hidden = [8]
  settings.epochs = 6
  settings.batchSize = 50
  settings.cosine = true
  settings.patience = patience
  return HyperparameterSearch(SearchSpace(around: settings, rates: rates).candidates(settings))
}

struct HyperparameterSearchTests {
  @Test func `the winner's network is that of a plain training with its settings`() throws {
    let result = try States().run(search())
    let plain = try Trainer(settings: result.trials[0].settings).train(
      examples, training: training, validation: validation)
    #expect(result.outcome == plain)
    #expect(result.trials[0].validationLoss == plain.validationLoss)
  }

  @Test func `every trial is listed, rung by rung and by its loss`() throws {
    let search = search()
    let result = try States().run(search)
    #expect(result.trials.map(\.number).sorted() == Array(0..<27))
    #expect(search.plan.rungs.map(\.epochs) == [1, 2, 6])
    #expect(
      result.trials.map(\.epochs) == [6, 6, 6] + Array(repeating: 2, count: 6)
        + Array(repeating: 1, count: 18))
    for rung in [result.trials[..<3], result.trials[3..<9], result.trials[9...]] {
      #expect(zip(rung, rung.dropFirst()).allSatisfy { ($0.validationLoss ?? 0) <= ($1.validationLoss ?? 0) })
    }
    // What was dropped first was no better then than what went on.
    let first = result.trials[9...].compactMap(\.validationLoss).min()
    for trial in result.trials[..<9] {
      let loop = try Trainer(settings: trial.settings).begin(
        examples, training: training, validation: validation)
      try loop.train(through: 1) { _ in
        true
      } checkpoint: { _ throws(TrainingError) in
      }
      #expect(try #require(loop.outcome?.validationLoss) <= first ?? 0)
    }
  }

  @Test(arguments: [5, nil])
  func `a search that is interrupted again and again finds the same`(patience: Int?) throws {
    let search = search(patience: patience)
    let whole = try States().run(search)
    let states = States()
    var result: HyperparameterSearch.Result?
    var interruptions = 0
    while result == nil {
      (states.calls, states.limit) = (0, 100)
      do throws(TrainingError) {
        result = try states.run(search)
      } catch {
        #expect(error == .cancelled)
        interruptions += 1
      }
    }
    #expect(interruptions > 2)
    #expect(result?.trials == whole.trials)
    #expect(result?.outcome == whole.outcome)
  }

  @Test func `rows of other folds play no part`() throws {
    var other = examples
    for row in 320..<400 { other.labels[row] = (examples.labels[row] + 1) % 3 }
    #expect(try States().run(search(), other).trials == States().run(search()).trials)
  }

  @Test func `a trial that diverges is given up, and all of them end the search`() throws {
    let result = try States().run(search(rates: [0.003, 1e30]))
    #expect(!result.trials[0].diverged)
    #expect(result.trials.contains { $0.diverged && $0.validationLoss == nil })
    #expect(throws: TrainingError.self) { try States().run(search(rates: [1e30])) }
  }

  @Test func `progress rises to the end`() throws {
    var shares: [Double] = []
    _ = try search(rates: [0.003]).run(examples, training: training, validation: validation) { _ in
      nil
    } keep: { _, _, _ in
    } progress: {
      shares.append($0.share)
      return true
    }
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(shares.last.map { $0 > 0.9 } ?? false)
  }
}
