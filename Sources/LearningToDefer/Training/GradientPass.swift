/// One worker's forward and backward pass: its buffers, its gradient.
///
/// Rows of features go through in blocks, forward and back, before the next is read: what one product wrote is then still in
/// the second-level cache for the next. Every sum goes on where the block before left it, so blocks change no bit.
final class GradientPass {
  /// The layers' gradient of the last run, in the order of the layout.
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
  /// Gives the input and takes its gradient where rows are texts.
  private let embedding: EmbeddingPass?
  /// The rows of a block; texts go through all at once.
  private let capacity: Int
  private let input: RowBuffer
  /// Before the nonlinearity, by layer; the last holds the logits.
  private let sums: [RowBuffer]
  /// After the nonlinearity, by hidden layer.
  private let activations: [RowBuffer]
  /// The loss's gradient with respect to `sums`.
  private let sumGradients: [RowBuffer]
  /// W `[outputs, inputs]` in panels, by layer; of the first nothing where no gradient goes below it.
  private let transposedWeights: [FloatBuffer]
  private let batch: LossBatch
  /// For rows whose truth is inferred.
  private let expectedLoss: ExpectedLoss?

  /// - Parameter parameters: Outlives the pass; written by nobody while it runs.
  init(
    examples: Examples, inferred: InferredTruths?, network: Network, layout: ParameterLayout,
    surrogate: any Surrogate, classWeights: [Float]?, parameters: UnsafePointer<Float>,
    embedding: EmbeddingPass?, capacity: Int
  ) {
    self.examples = examples
    self.layout = layout
    self.surrogate = surrogate
    self.classWeights = classWeights
    self.parameters = parameters
    self.embedding = embedding
    let capacity = embedding == nil ? min(capacity, ForwardPass.blockRows) : capacity
    self.capacity = capacity
    activation = network.activation
    scaler = network.scaler
    gradient = FloatBuffer(count: layout.embedding)
    input = RowBuffer(capacity: capacity, columns: network.inputs)
    sums = layout.layers.map { RowBuffer(capacity: capacity, columns: $0.outputs) }
    activations = layout.layers.dropLast().map { RowBuffer(capacity: capacity, columns: $0.outputs) }
    sumGradients = layout.layers.map { RowBuffer(capacity: capacity, columns: $0.outputs) }
    transposedWeights = layout.layers.enumerated().map { index, layer in
      FloatBuffer(count: index == 0 && embedding == nil ? 0 : layer.outputs * Panels.filled(layer.inputs))
    }
    let last = sums.count - 1
    batch = LossBatch(
      classes: examples.classes.count, experts: examples.experts.count, logits: sums[last],
      gradient: sumGradients[last], capacity: capacity)
    expectedLoss = inferred.map {
      ExpectedLoss($0, classWeights: classWeights, experts: examples.experts.count, width: network.outputs)
    }
  }

  /// Computes the gradient of `scale · Σ w loss` over the rows, and `loss`.
  func computeGradient(_ rows: ArraySlice<Int>, scale: Float) {
    guard !rows.isEmpty else {
      gradient.elements.update(repeating: 0)
      embedding?.removeAll()
      loss = 0
      return
    }
    transposeWeights()
    loss = 0
    forEachBlock(of: rows) { block in
      forward(block)
      addLossGradient(block, scale: scale)
      backward(rows: block.count, isFirst: block.startIndex == rows.startIndex)
    }
  }

  /// Computes `loss` over any number of rows.
  func computeLoss(_ rows: ArraySlice<Int>) {
    loss = 0
    forEachBlock(of: rows) { block in
      forward(block)
      addLossGradient(block, scale: 1)
    }
  }

  private func forEachBlock(of rows: ArraySlice<Int>, _ body: (ArraySlice<Int>) -> Void) {
    for start in stride(from: rows.startIndex, to: rows.endIndex, by: capacity) {
      body(rows[start..<min(start + capacity, rows.endIndex)])
    }
  }

  private func forward(_ rows: ArraySlice<Int>) {
    precondition(rows.count <= capacity, "the rows fit the capacity")
    readInput(rows)
    for (index, layer) in layout.layers.enumerated() {
      let sum = sums[index]
      MatrixProduct.forward(
        x: self.input(of: index), weight: parameters + layer.weight, bias: parameters + layer.bias, into: sum,
        rows: rows.count)
      guard index < activations.count else { continue }
      Kernels.apply(
        activation, sum.start, into: activations[index].start, count: rows.count * sum.stride)
    }
  }

  private func readInput(_ rows: ArraySlice<Int>) {
    if let embedding { return embedding.forward(rows, into: input) }
    examples.features.gather(rows, into: input)
    if let scaler { Kernels.standardize(input, by: scaler, into: input, rows: rows.count) }
  }

  private func addLossGradient(_ rows: ArraySlice<Int>, scale: Float) {
    examples.writeTargets(of: rows, into: batch.targets)
    for (place, row) in rows.enumerated() { batch.weights[place] = scale * weight(of: row) }
    surrogate.computeLosses(batch, rows: rows.count)
    for (place, row) in rows.enumerated() {
      if examples.labels[row] < 0, let expectedLoss {
        let (logits, gradient) = (batch.logits[place], batch.gradient[place])
        loss += expectedLoss.loss(
          of: row, examples: examples, surrogate: surrogate,
          logits: UnsafeBufferPointer(start: logits, count: batch.logits.columns),
          gradient: UnsafeMutableBufferPointer(start: gradient, count: batch.gradient.columns))
        for index in 0..<batch.gradient.columns { gradient[index] *= scale }
      } else {
        loss += Double(weight(of: row)) * Double(batch.losses[place])
      }
    }
  }

  /// 1 for a row whose truth is inferred: its classes are weighed one by one.
  private func weight(of row: Int) -> Float {
    let label = Int(examples.labels[row])
    return label < 0 ? 1 : classWeights?[label] ?? 1
  }

  private func backward(rows: Int, isFirst: Bool) {
    let gradient = gradient.elements.start
    for (index, layer) in layout.layers.enumerated().reversed() {
      let sumGradient = sumGradients[index]
      // dWᵀ [inputs, outputs] = xᵀ [inputs, rows] · dY [rows, outputs];  db [outputs] = Σ_rows dY
      MatrixProduct.weightGradient(
        yGradient: sumGradient, x: self.input(of: index), into: gradient + layer.weight, rows: rows,
        goesOn: !isFirst)
      Kernels.sumRows(sumGradient, into: gradient + layer.bias, rows: rows, goesOn: !isFirst)
      if index > 0 {
        inputGradient(of: index, into: sumGradients[index - 1], rows: rows)
        differentiateActivation(of: index - 1, rows: rows)
      } else if let embedding {
        inputGradient(of: index, into: embedding.gradient, rows: rows)
        embedding.backward()
      }
    }
  }

  private func inputGradient(of index: Int, into below: RowBuffer, rows: Int) {
    // dx [rows, inputs] = dY [rows, outputs] · W [outputs, inputs]
    MatrixProduct.inputGradient(
      yGradient: sumGradients[index], transposedWeight: transposedWeights[index].elements.start, into: below,
      rows: rows)
  }

  private func transposeWeights() {
    for (layer, transposed) in zip(layout.layers, transposedWeights) where !transposed.elements.isEmpty {
      Kernels.transpose(
        parameters + layer.weight, into: transposed.elements.start, rows: layer.inputs, columns: layer.outputs
      )
    }
  }

  private func differentiateActivation(of index: Int, rows: Int) {
    let gradient = sumGradients[index]
    Kernels.multiplyByDerivative(
      of: activation, x: sums[index].start, y: activations[index].start, gradient: gradient.start,
      count: rows * gradient.stride)
  }

  private func input(of layer: Int) -> RowBuffer { layer == 0 ? input : activations[layer - 1] }
}
