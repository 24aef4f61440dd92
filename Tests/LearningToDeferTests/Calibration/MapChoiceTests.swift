import Foundation
import LearningToDefer
import Testing

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// Rows whose chance of being right is `chance` of their output, each a group of its own.
private struct Draw {
  var outputs: [Double] = []
  var correct: [Bool] = []
  var groups: [UInt64] = []

  init(rows: Int, seed: UInt64, chance: (Double) -> Double) {
    var generator = SeededGenerator(seed: seed)
    for row in 0..<rows {
      let output = 8 * generator.uniform() - 4
      outputs.append(output)
      correct.append(generator.uniform() < chance(output))
      groups.append(FoldHash.of("\(row)"))
    }
  }

  var choice: MapChoice {
    MapChoice(outputs: outputs, correct: correct, groups: groups, reading: logistic)
  }
}

struct MapChoiceTests {
  @Test func `a map is chosen against what is answered without one`() {
    var draw = Draw(rows: 900, seed: 1) { logistic($0) }
    // What is shown knows more than the output, so no map of the output can gain.
    let shown = draw.outputs.map { Int(($0 + 4) * 4) % 2 == 0 ? 0.95 : 0.05 }
    var generator = SeededGenerator(seed: 2)
    draw.correct = shown.map { generator.uniform() < $0 }
    let choice = MapChoice(
      outputs: draw.outputs, correct: draw.correct, shown: shown, groups: draw.groups, reading: logistic)
    #expect(choice.map == .identity)
    #expect(choice.logLoss == choice.uncalibratedLogLoss)
    #expect((choice.logLoss ?? 1) < 0.3 && (draw.choice.logLoss ?? 0) > 0.3)
  }

  @Test func `a temperature that rows were drawn with is found`() throws {
    let choice = Draw(rows: 900, seed: 1) { logistic($0 / 2) }.choice
    guard case .temperature(let temperature) = choice.map else { throw Unexpected(map: choice.map) }
    #expect(agree(temperature, 2, absolute: 0.3))
    #expect(try #require(choice.logLoss) < (choice.uncalibratedLogLoss ?? 0))
  }

  @Test func `a shift is found by Platt's map, to the optimum of its likelihood`() throws {
    let draw = Draw(rows: 900, seed: 2) { logistic(0.7 * $0 - 1.5) }
    guard case .platt(let slope, let intercept) = draw.choice.map else {
      throw Unexpected(map: draw.choice.map)
    }
    #expect(agree(slope, 0.7, absolute: 0.15))
    #expect(agree(intercept, -1.5, absolute: 0.3))
    let right = Double(draw.correct.count { $0 })
    let loss = { (slope: Double, intercept: Double) in
      zip(draw.outputs, draw.correct).reduce(0) { sum, row in
        let target = row.1 ? (right + 1) / (right + 2) : 1 / (900 - right + 2)
        let p = logistic(slope * row.0 + intercept)
        return sum - target * log(p) - (1 - target) * log(1 - p)
      }
    }
    let step = 1e-4
    #expect(abs(loss(slope + step, intercept) - loss(slope - step, intercept)) / (2 * step) < 1e-4)
    #expect(abs(loss(slope, intercept + step) - loss(slope, intercept - step)) / (2 * step) < 1e-4)
  }

  @Test func `a step is found by the isotonic map, with enough rows`() {
    let chance = { (output: Double) in output < 1 ? 0.2 : 0.8 }
    #expect(Draw(rows: 2000, seed: 3, chance: chance).choice.map.name == "isotonic")
    #expect(Draw(rows: 999, seed: 3, chance: chance).choice.map.name != "isotonic")
  }

  @Test func `a decider that is calibrated keeps its reading, or loses next to nothing`() throws {
    for seed in 0..<20 as Range<UInt64> {
      let choice = Draw(rows: 1500, seed: seed, chance: logistic).choice
      let gain = try #require(choice.uncalibratedLogLoss) - (choice.logLoss ?? .infinity)
      #expect(gain >= 0 && gain < 0.003)
    }
  }

  @Test func `too few rows, or rows of one group, keep the reading`() {
    #expect(Draw(rows: 49, seed: 1) { logistic($0 - 2) }.choice.map == .identity)
    var draw = Draw(rows: 500, seed: 1) { logistic($0 - 2) }
    draw.groups = [UInt64](repeating: 7, count: 500)
    #expect(draw.choice.map == .identity)
    #expect(draw.choice.logLoss == nil)
  }

  @Test func `an output that says the opposite still gives a map that rises`() throws {
    let draw = Draw(rows: 600, seed: 4) { logistic(-$0) }
    guard case .platt(let slope, _) = draw.choice.map else { throw Unexpected(map: draw.choice.map) }
    #expect(slope > 0)
  }

  @Test(arguments: [0, 1])
  func `a decider that was always right or always wrong gets a finite map`(truth: Int) {
    let choice = Draw(rows: 1200, seed: 5) { _ in truth == 1 ? 2 : -1 }.choice
    for output in [-50.0, 0, 50] {
      let probability = choice.map.probability(of: output, reading: logistic)
      #expect(probability >= 0 && probability <= 1)
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `no map ever falls, so that one expert's order stays`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bends = (0..<3).map { _ in generator.uniform() * 2 - 0.5 }
    let choice = Draw(rows: 400 + 100 * Int(seed), seed: seed) {
      logistic(bends[0] * $0 + bends[1] + sin(bends[2] * $0))
    }.choice
    let rising = stride(from: -12.0, through: 12, by: 0.01).map {
      choice.map.probability(of: $0, reading: logistic)
    }
    #expect(zip(rising, rising.dropFirst()).allSatisfy(<=))
  }
}

private struct Unexpected: Error { let map: CalibrationMap }
