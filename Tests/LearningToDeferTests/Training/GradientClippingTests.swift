import LearningToDefer
import Testing

/// One step of plain descent at rate 1 moves the parameters by the gradient itself.
private func gradient(clipNorm: Double?, threads: Int = 1, rows: Int = 64) throws -> [Double] {
  let examples = syntheticExamples(rows: rows, inputs: 7)
  let start = Network(inputs: 7, hidden: [9], outputs: 5, activation: .tanh, seed: 3)
  var settings = TrainingSettings()
  settings.optimizer = .sgd(momentum: 0)
  settings.learningRate = 1
  settings.weightDecay = 0
  settings.batchSize = rows
  settings.epochs = 1
  settings.threads = threads
  settings.clipNorm = clipNorm
  let moved = try Trainer(settings: settings).train(
    examples, training: Array(0..<rows), warmStart: start
  ).network
  return zip(start.layers, moved.layers).flatMap { before, after in
    zip(before.weight + before.bias, after.weight + after.bias).map { Double($0) - Double($1) }
  }
}

private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

struct GradientClippingTests {
  @Test(arguments: [1, 2, 3, 5])
  func `a gradient that is too long keeps its direction and gets the limit's length`(threads: Int) throws {
    let free = try gradient(clipNorm: nil, threads: threads)
    let limit = norm(free) / 3
    let clipped = try gradient(clipNorm: limit, threads: threads)
    #expect(agree(norm(clipped), limit, relative: 1e-5))
    #expect(zip(free, clipped).allSatisfy { abs($0.0 / 3 - $0.1) < 1e-6 })
  }

  @Test func `a gradient within the limit is left as it is, bit for bit`() throws {
    let free = try gradient(clipNorm: nil, threads: 2)
    #expect(try gradient(clipNorm: norm(free) * 1.001, threads: 2) == free)
  }

  @Test func `a clipped training gives the same bits again`() throws {
    let limit = norm(try gradient(clipNorm: nil)) / 2
    #expect(
      try gradient(clipNorm: limit, threads: 3, rows: 61) == gradient(clipNorm: limit, threads: 3, rows: 61))
  }
}
