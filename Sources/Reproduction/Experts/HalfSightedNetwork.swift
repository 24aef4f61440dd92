import LearningToDefer

/// The eighth of the rising experts: a small network that sees half of the input, and knows the class's coarse group.
///
/// It stands for the paper's network with extra metadata. It learns from the calibration rows, so that its labels on the
/// training rows are not of rows that it has seen.
package struct HalfSightedNetwork {
  private let examples: Examples
  private let groups: [Int]
  private let seen: Int
  private let network: Network

  /// Trains it.
  ///
  /// - Parameter groups: Of each class, from 0.
  package init(_ examples: Examples, groups: [Int], rows: [Int], epochs: Int, seed: Int) throws(TrainingError)
  {
    self.examples = examples
    self.groups = groups
    let seen = (examples.features.columns + 1) / 2
    self.seen = seen
    let width = seen + (groups.max() ?? 0) + 1
    let known = rows.filter { examples.labels[$0] >= 0 }
    var values = [Float](repeating: 0, count: known.count * width)
    for (place, row) in known.enumerated() {
      values.withUnsafeMutableBufferPointer { all in
        let own = UnsafeMutableBufferPointer(rebasing: all[place * width..<(place + 1) * width])
        Self.look(at: row, of: examples, groups: groups, seen: seen, into: own)
      }
    }
    var settings = TrainingSettings()
    settings.surrogate = .classifierOnly
    settings.hidden = [32]
    settings.epochs = epochs
    settings.cosine = false
    settings.standardize = true
    settings.seed = UInt64(seed)
    let own = Examples(
      classes: examples.classes, experts: [], features: FeatureTable(values, columns: width),
      labels: known.map { examples.labels[$0] }, expertLabels: [])
    network = try Trainer(settings: settings).train(own, training: Array(known.indices)).network
  }

  /// Its label of every row; -1 where the truth, and with it the coarse group, is unknown.
  package var labels: [Int32] {
    let pass = ForwardPass(network: network, capacity: 256)
    var labels = [Int32](repeating: -1, count: examples.rows)
    let known = examples.labels.indices.filter { examples.labels[$0] >= 0 }
    for start in stride(from: 0, to: known.count, by: pass.capacity) {
      let chunk = known[start..<min(start + pass.capacity, known.count)]
      for (place, row) in chunk.enumerated() {
        let own = pass.inputs[place * network.inputs..<(place + 1) * network.inputs]
        Self.look(
          at: row, of: examples, groups: groups, seen: seen, into: UnsafeMutableBufferPointer(rebasing: own))
      }
      let outputs = pass.run(rows: chunk.count)
      for (place, row) in chunk.enumerated() {
        labels[row] = Int32(Self.largest(outputs[place * network.outputs..<(place + 1) * network.outputs]))
      }
    }
    return labels
  }

  /// Writes the first half of the features and the coarse group, one of so many.
  private static func look(
    at row: Int, of examples: Examples, groups: [Int], seen: Int, into own: UnsafeMutableBufferPointer<Float>
  ) {
    examples.features.withRow(row) { features in
      for column in 0..<seen { own[column] = features[column] }
    }
    for place in seen..<own.count { own[place] = 0 }
    own[seen + groups[Int(examples.labels[row])]] = 1
  }

  private static func largest(_ outputs: Slice<UnsafeBufferPointer<Float>>) -> Int {
    var best = outputs.startIndex
    for index in outputs.indices where outputs[index] > outputs[best] { best = index }
    return best - outputs.startIndex
  }
}
