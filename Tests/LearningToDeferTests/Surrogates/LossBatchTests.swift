import LearningToDefer
import Testing

/// The kernels of whole batches against the surrogates' own losses of single rows, in float64.
struct LossBatchTests {
  static let surrogates = SurrogateName.allCases.map(\.rawValue)

  @Test(arguments: surrogates, [[2, 1], [10, 20], [17, 2], [3, 45]])
  func `a batch's losses and gradients are its rows'`(name: String, shape: [Int]) throws {
    for scale: Float in [0.1, 3, 40, 300] {
      let surrogate = try #require(SurrogateName(rawValue: name)).surrogate
      let (fast, slow) = (batch(surrogate, shape, scale: scale), batch(surrogate, shape, scale: scale))
      surrogate.computeLosses(fast, rows: Self.rows)
      surrogate.computeLossesByRow(slow, rows: Self.rows)
      for row in 0..<Self.rows {
        #expect(agree(Double(fast.losses[row]), Double(slow.losses[row]), relative: 1e-6, absolute: 1e-6))
        for column in 0..<fast.logits.columns {
          let (found, expected) = (fast.gradient[row][column], slow.gradient[row][column])
          #expect(agree(Double(found), Double(expected), relative: 1e-5, absolute: 1e-6), "scale \(scale)")
        }
      }
    }
  }

  @Test(arguments: surrogates)
  func `what lies beyond a row's outputs gets no gradient`(name: String) throws {
    let surrogate = try #require(SurrogateName(rawValue: name)).surrogate
    let batch = batch(surrogate, [3, 2], scale: 1)
    surrogate.computeLosses(batch, rows: Self.rows)
    for row in 0..<Self.rows {
      for column in batch.logits.columns..<batch.gradient.stride { #expect(batch.gradient[row][column] == 0) }
    }
  }

  @Test func `outputs that are sure and right cost what their logarithm does`() {
    let batch = batch(OneVsAll(), [1, 1], scale: 0)
    for (row, logit) in [(0, Float(20)), (1, 60), (2, 86), (3, 120)] {
      batch.logits[row][0] = logit
      batch.targets[row][0] = 1
      batch.targets[row][1] = -1
    }
    OneVsAll().computeLosses(batch, rows: 4)
    #expect(agree(Double(batch.losses[0]), 2.0611536181902037e-09, relative: 1e-6))
    #expect(agree(Double(batch.losses[1]), 8.75651076269652e-27, relative: 1e-6))
    #expect(batch.losses[2] > 0 && batch.losses[3] == 0)
  }

  @Test(arguments: surrogates, [Float.nan, .infinity])
  func `a loss of outputs that are no numbers is no number`(name: String, output: Float) throws {
    let surrogate = try #require(SurrogateName(rawValue: name)).surrogate
    for column in 0..<surrogate.outputs(classes: 3, experts: 2) {
      // A mixture whose classifier is certainly wrong still has its experts.
      if name == "moe" && output == .infinity && column < 3 { continue }
      let batch = batch(surrogate, [3, 2], scale: 1)
      for row in 0..<Self.rows {
        batch.logits[row][column] = output
        for j in 0..<2 where batch.targets[row][3 + j] < 0 { batch.targets[row][3 + j] = 1 }
      }
      surrogate.computeLosses(batch, rows: Self.rows)
      for row in 0..<Self.rows { #expect(!batch.losses[row].isFinite, "output \(column) of row \(row)") }
    }
  }

  private static let rows = 9

  private func batch(_ surrogate: some Surrogate, _ shape: [Int], scale: Float) -> LossBatch {
    let (classes, experts) = (shape[0], shape[1])
    let outputs = surrogate.outputs(classes: classes, experts: experts)
    let batch = LossBatch(
      classes: classes, experts: experts, logits: RowBuffer(capacity: Self.rows, columns: outputs),
      gradient: RowBuffer(capacity: Self.rows, columns: outputs), capacity: Self.rows)
    var generator = SeededGenerator(seed: 11)
    for row in 0..<Self.rows {
      for column in 0..<outputs { batch.logits[row][column] = (Float(generator.uniform()) * 2 - 1) * scale }
      for k in 0..<classes { batch.targets[row][k] = 0 }
      batch.targets[row][generator.index(below: classes)] = 1
      for j in 0..<experts { batch.targets[row][classes + j] = Float(generator.index(below: 3)) - 1 }
      batch.weights[row] = Float(generator.uniform()) + 0.5
    }
    return batch
  }
}
