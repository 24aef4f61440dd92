import LearningToDefer

/// Reads the layers that a manifest promises from its tensors.
struct WeightsReader {
  private static let embeddingName = "embedding.weight"

  let file: SafetensorsFile
  let manifest: ModelManifest

  /// The widths from the features to the logits.
  private var widths: [Int] {
    [manifest.inputs] + manifest.hidden + [manifest.outputs]
  }

  func network() throws(FormatError) -> Network {
    var layers: [DenseLayer] = []
    for index in 0..<widths.count - 1 { layers.append(try layer(index)) }
    let scaler = try scaler()
    let embedding = try embedding()
    do throws(NetworkError) {
      return try Network(
        layers: layers, activation: manifest.activation, scaler: scaler, embedding: embedding)
    } catch {
      throw FormatError(
        file: file.path, problem: "the layers make no network (\(error))", cure: "save the weights again")
    }
  }

  /// Refuses tensors that this model would not use: it would not be the model that was trained.
  func checkNames(calibrated: Bool) throws(FormatError) {
    var known = Set((0..<widths.count - 1).flatMap { ["layers.\($0).weight", "layers.\($0).bias"] })
    known.insert(ConfusionTensor.name)
    known.formUnion(manifest.text == nil ? ["input.mean", "input.scale"] : [Self.embeddingName])
    if calibrated { known.formUnion(ConformalTensors.names) }
    guard let stranger = file.tensors.keys.filter({ !known.contains($0) }).min() else { return }
    throw file.failure(
      stranger,
      "is no part of a \(manifest.text == nil ? "" : "text ")network with \(manifest.hidden.count) hidden layers"
        + (calibrated ? "" : " and no calibration"),
      cure: "make manifest.json and the tensors agree")
  }

  private func layer(_ index: Int) throws(FormatError) -> DenseLayer {
    let weight = "layers.\(index).weight"
    let bias = "layers.\(index).bias"
    try check(weight, shape: [widths[index + 1], widths[index]])
    try check(bias, shape: [widths[index + 1]])
    return DenseLayer(
      inputs: widths[index], outputs: widths[index + 1], weight: try finite(weight), bias: try finite(bias))
  }

  /// Names both shapes, and for the head what its rows stand for.
  private func check(_ name: String, shape expected: [Int]) throws(FormatError) {
    let shape = try file.tensor(name).shape
    guard shape != expected else { return }
    let isHead = name.hasPrefix("layers.\(widths.count - 2).")
    let rows = isHead ? ": \(headRows)" : ""
    throw file.failure(
      name, "has the shape \(shape), the manifest wants \(expected)\(rows)",
      cure: "correct the network, classes or experts in manifest.json, or the tensor")
  }

  /// What the head's rows stand for.
  private var headRows: String {
    manifest.surrogate.surrogate.outputsInWords(
      classes: manifest.classes.count, experts: manifest.experts.count)
  }

  private func finite(_ name: String) throws(FormatError) -> [Float] {
    let values = try file.floats(name)
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw file.failure(
        name, "element \(place) is \(values[place])",
        cure: "train the model again: its weights are not finite")
    }
    return values
  }

  private func embedding() throws(FormatError) -> TextEmbedding? {
    guard let text = manifest.text else { return nil }
    try check(Self.embeddingName, shape: [text.buckets, text.dimension])
    return TextEmbedding(input: text, weight: try finite(Self.embeddingName))
  }

  private func scaler() throws(FormatError) -> InputScaler? {
    switch (file.tensors["input.mean"], file.tensors["input.scale"]) {
    case (nil, nil): return nil
    case (.some, .some): break
    case (let mean, _):
      throw file.failure(
        mean == nil ? "input.mean" : "input.scale", "is missing beside its partner",
        cure: "save input.mean and input.scale together")
    }
    try check("input.mean", shape: [manifest.inputs])
    try check("input.scale", shape: [manifest.inputs])
    let scale = try finite("input.scale")
    if let place = scale.firstIndex(of: 0) {
      throw file.failure(
        "input.scale", "element \(place) is 0", cure: "set it to 1 where a feature is constant")
    }
    return InputScaler(mean: try finite("input.mean"), scale: scale)
  }
}
