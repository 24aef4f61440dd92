/// One worker's forward and backward pass: its buffers, its gradient.
final class GradientPass {
  /// The gradient of the last run, in the order of the layout.
  let gradient: FloatBuffer
  /// `Σ w loss` over the rows of the last run.
  private(set) var loss = 0.0

  private let examples: Examples
  private let layout: ParameterLayout
  private let activation: Activation
  private let scaler: InputScaler?
  private let surrogate: any Surrogate
  /// The weight of each class's rows, `[K]`; nil where all count the same.
  private let classWeights: [Float]?
  private let parameters: UnsafePointer<Float>
  private let capacity: Int
  private let input: FloatBuffer
  /// Before the nonlinearity, by layer `[capacity, outputs]`; the last holds the logits.
  private let sums: [FloatBuffer]
  /// After the nonlinearity, by hidden layer `[capacity, outputs]`.
  private let activations: [FloatBuffer]
  /// The loss's gradient with respect to `sums`.
  private let sumGradients: [FloatBuffer]
  private var correct: [Int8]
  /// For rows whose truth is inferred.
  private let expectedLoss: ExpectedLoss?

  /// - Parameter parameters: Outlives the pass; written by nobody while it runs.
  init(
    examples: Examples, inferred: InferredTruths?, network: Network, layout: ParameterLayout,
    surrogate: any Surrogate,
    classWeights: [Float]?, parameters: UnsafePointer<Float>, capacity: Int
  ) {
    self.examples = examples
    self.layout = layout
    self.surrogate = surrogate
    self.classWeights = classWeights
    self.parameters = parameters
    self.capacity = capacity
    activation = network.activation
    scaler = network.scaler
    gradient = FloatBuffer(count: layout.count)
    input = FloatBuffer(count: capacity * network.inputs)
    sums = layout.layers.map { FloatBuffer(count: capacity * $0.outputs) }
    activations = layout.layers.dropLast().map { FloatBuffer(count: capacity * $0.outputs) }
    sumGradients = layout.layers.map { FloatBuffer(count: capacity * $0.outputs) }
    correct = [Int8](repeating: -1, count: examples.experts.count)
    expectedLoss = inferred.map {
      ExpectedLoss($0, classWeights: classWeights, experts: examples.experts.count, width: network.outputs)
    }
  }

  /// Computes the gradient of `scale · Σ w loss` over the rows, and `loss`.
  func computeGradient(_ rows: ArraySlice<Int>, scale: Float) {
    guard !rows.isEmpty else {
      gradient.elements.update(repeating: 0)
      loss = 0
      return
    }
    forward(rows)
    loss = lossGradient(rows, scale: scale)
    backward(rows: rows.count)
  }

  /// Computes `loss` over any number of rows.
  func computeLoss(_ rows: ArraySlice<Int>) {
    loss = 0
    for start in stride(from: rows.startIndex, to: rows.endIndex, by: capacity) {
      let chunk = rows[start..<min(start + capacity, rows.endIndex)]
      forward(chunk)
      loss += lossGradient(chunk, scale: 1)
    }
  }

  private func forward(_ rows: ArraySlice<Int>) {
    precondition(rows.count <= capacity, "the rows fit the capacity")
    examples.features.gather(rows, into: input.elements)
    let first = input.elements.start
    if let scaler { Kernels.standardize(first, by: scaler, into: first, rows: rows.count) }
    for (index, layer) in layout.layers.enumerated() {
      let sum = sums[index].elements.start
      MatrixProduct.forward(
        x: self.input(of: index), weight: parameters + layer.weight, bias: parameters + layer.bias, into: sum,
        rows: rows.count, inputs: layer.inputs, outputs: layer.outputs)
      guard index < activations.count else { continue }
      Kernels.apply(
        activation, sum, into: activations[index].elements.start, count: rows.count * layer.outputs)
    }
  }

  private func lossGradient(_ rows: ArraySlice<Int>, scale: Float) -> Double {
    let last = sums.count - 1
    let width = layout.layers[last].outputs
    var sum = 0.0
    for (place, row) in rows.enumerated() {
      for j in correct.indices { correct[j] = examples.correctness(row: row, expert: j) }
      let own = place * width..<(place + 1) * width
      let gradient = UnsafeMutableBufferPointer(rebasing: sumGradients[last].elements[own])
      if examples.labels[row] < 0, let expectedLoss {
        sum += expectedLoss.loss(
          of: row, examples: examples, surrogate: surrogate,
          logits: UnsafeBufferPointer(rebasing: sums[last].elements[own]), gradient: gradient)
        for index in gradient.indices { gradient[index] *= scale }
        continue
      }
      let weight = classWeights?[Int(examples.labels[row])] ?? 1
      sum +=
        Double(weight)
        * correct.withUnsafeBufferPointer { correct in
          surrogate.loss(
            UnsafeBufferPointer(rebasing: sums[last].elements[own]), label: Int(examples.labels[row]),
            correct: correct, gradient: gradient)
        }
      for index in gradient.indices { gradient[index] *= scale * weight }
    }
    return sum
  }

  private func backward(rows: Int) {
    let gradient = gradient.elements.start
    for (index, layer) in layout.layers.enumerated().reversed() {
      let sumGradient = sumGradients[index].elements.start
      // dW [outputs, inputs] = dYᵀ [outputs, rows] · x [rows, inputs];  db [outputs] = Σ_rows dY
      MatrixProduct.weightGradient(
        yGradient: sumGradient, x: self.input(of: index), into: gradient + layer.weight, rows: rows,
        inputs: layer.inputs, outputs: layer.outputs)
      Kernels.sumRows(sumGradient, into: gradient + layer.bias, rows: rows, columns: layer.outputs)
      guard index > 0 else { continue }
      let below = sumGradients[index - 1].elements.start
      // dx [rows, inputs] = dY [rows, outputs] · W [outputs, inputs]
      MatrixProduct.inputGradient(
        yGradient: sumGradient, weight: parameters + layer.weight, into: below, rows: rows,
        inputs: layer.inputs, outputs: layer.outputs)
      Kernels.multiplyByDerivative(
        of: activation, x: sums[index - 1].elements.start, y: activations[index - 1].elements.start,
        gradient: below, count: rows * layer.inputs)
    }
  }

  private func input(of layer: Int) -> UnsafePointer<Float> {
    UnsafePointer(layer == 0 ? input.elements.start : activations[layer - 1].elements.start)
  }
}
