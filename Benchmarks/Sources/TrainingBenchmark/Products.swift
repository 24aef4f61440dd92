import ArgumentParser
import CRoof
import LearningToDefer

/// Runs nothing but one step's matrix products, in the blocks of training, and beside them the CPU's multiply-add roof.
struct Products: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the matrix products of some steps, or the roof, a line of standard input.")

  @Option(help: "The features of a row.")
  var inputs = 784

  @Option(help: "The width of the hidden layer.")
  var hidden = 128

  @Option(help: "The outputs.")
  var outputs = 30

  @Option(help: "The rows of a step.")
  var batch = 128

  @Option(help: "How many steps a turn.")
  var steps = 200

  @Flag(help: "Run multiply-adds on registers alone, as many operations.")
  var roof = false

  func run() {
    let work = roof ? roofWork : productWork
    var turn = Turn()
    Turn.ready()
    while turn.wait() { turn.end(result: work()) }
  }

  /// The operations of a turn: forward, the weights' gradients, and the upper layer's input gradient.
  private var operations: Int { steps * 2 * batch * (2 * inputs * hidden + 3 * hidden * outputs) }

  private var roofWork: () -> Double {
    let rounds = operations / roof_operations()
    return {
      _ = roof_run(rounds)
      return 0
    }
  }

  private var productWork: () -> Double {
    let layers = [(inputs, hidden), (hidden, outputs)]
    let blockRows = min(batch, ForwardPass.blockRows)
    let buffers = layers.map { LayerBuffers(rows: blockRows, inputs: $0.0, outputs: $0.1) }
    return {
      for _ in 0..<steps {
        for first in stride(from: 0, to: batch, by: blockRows) {
          let rows = min(blockRows, batch - first)
          for index in layers.indices { buffers[index].forward(rows: rows) }
          for index in layers.indices.reversed() {
            buffers[index].backward(rows: rows, toInput: index > 0, goesOn: first > 0)
          }
        }
      }
      return 0
    }
  }
}
