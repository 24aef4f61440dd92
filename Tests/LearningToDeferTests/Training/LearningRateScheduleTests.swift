import LearningToDefer
import Testing

private func rates(steps: Int, warmUp: Double, cosine: Bool) -> [Double] {
  let schedule = LearningRateSchedule(rate: 1, steps: steps, warmUp: warmUp, cosine: cosine)
  return (0...steps).map(schedule.rate)
}

struct LearningRateScheduleTests {
  @Test func `a cosine falls from 1 over a half to 0`() {
    let factors = rates(steps: 100, warmUp: 0, cosine: true)
    #expect(factors[0] == 1)
    #expect(agree(factors[50], 0.5, absolute: 1e-12))
    #expect(agree(factors[100], 0, absolute: 1e-12))
    #expect(zip(factors, factors.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func `warm-up rises in equal steps to the full rate`() {
    // W = 4: 1/5, 2/5, 3/5, 4/5, then the full rate, or the cosine over the other 16 steps.
    let flat = rates(steps: 20, warmUp: 0.2, cosine: false)
    for step in 0..<4 { #expect(agree(flat[step], Double(step + 1) / 5, absolute: 1e-15)) }
    #expect(flat[4...].allSatisfy { $0 == 1 })
    let cosine = rates(steps: 20, warmUp: 0.2, cosine: true)
    #expect(cosine[..<5] == flat[..<5])
    #expect(agree(cosine[12], 0.5, absolute: 1e-12))
    #expect(agree(cosine[20], 0, absolute: 1e-12))
  }

  @Test func `warm-up takes whole steps, rounded up, and leaves at least one`() {
    #expect(LearningRateSchedule(rate: 1, steps: 30, warmUp: 0.05, cosine: false).warmUpSteps == 2)
    #expect(LearningRateSchedule(rate: 1, steps: 1, warmUp: 0.9, cosine: true).rate(of: 0) == 1)
  }

  @Test func `a training's steps follow the schedule`() throws {
    let examples = syntheticExamples(rows: 40)
    var settings = TrainingSettings()
    settings.hidden = [6]
    settings.optimizer = .sgd(momentum: 0)
    settings.learningRate = 0.5
    settings.weightDecay = 0
    settings.batchSize = 40
    settings.patience = nil
    settings.epochs = 4
    settings.warmUp = 0.5
    settings.cosine = true
    let rows = Array(0..<40)
    let trained = try Trainer(settings: settings).train(examples, training: rows).network

    // One step an epoch, W = 2: a third, two thirds, then the cosine's 1 and a half of the rate.
    var stepwise: Network?
    for factor in [1.0 / 3, 2.0 / 3, 1, 0.5] {
      var one = settings
      (one.epochs, one.warmUp, one.cosine, one.learningRate) = (1, 0, false, 0.5 * factor)
      stepwise = try Trainer(settings: one).train(examples, training: rows, warmStart: stepwise).network
    }
    let found = try #require(stepwise)
    for (a, b) in zip(trained.layers, found.layers) {
      #expect(zip(a.weight + a.bias, b.weight + b.bias).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }
}
