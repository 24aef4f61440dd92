import CLinux
import Glibc
import LearningToDefer

extension ModelBundle {
  /// Writes the bundle to a directory in one atomic step, over a bundle that is there already too.
  ///
  /// The files are written and synced in a new directory beside, which then takes the place of the old one. Other files of the old
  /// directory are kept.
  ///
  /// - Throws: `FormatError` when the disk refuses, or when `directory` holds something that is no bundle.
  package func write(to directory: String) throws(FormatError) {
    let place = try BundleDirectory(directory)
    try place.replace { beside throws(FormatError) in
      try writeWeights(to: beside + "/weights.safetensors")
      var manifest = manifest
      manifest.inputs = network.inputs
      manifest.text = network.embedding?.input
      manifest.hidden = network.hidden
      manifest.activation = network.activation
      manifest.conformal = summary
      let bytes = manifest.json.serialise(pretty: true)
      try DurableFile.replace(beside + "/manifest.json") { file throws(FormatError) in try file.write(bytes) }
    }
  }

  /// Checks, before a long training, that a bundle can be written to `directory`.
  ///
  /// - Throws: `FormatError` when something else is there or its parent cannot be written to.
  package static func checkDestination(_ directory: String) throws(FormatError) {
    try BundleDirectory(directory).checkParent()
  }

  private var summary: ConformalSummary? {
    conformal.map { calibration in
      ConformalSummary(
        rows: calibration.rows, rowsWithoutCorrectExpert: calibration.rowsWithoutCorrectExpert,
        alpha: calibration.alpha, pool: calibration.pool.map { manifest.experts[$0] })
    }
  }

  private func writeWeights(to path: String) throws(FormatError) {
    var writer = SafetensorsWriter()
    if let embedding = network.embedding {
      writer.add(
        "embedding.weight", shape: [embedding.input.buckets, embedding.input.dimension],
        floats: embedding.weight)
    }
    if let scaler = network.scaler {
      writer.add("input.mean", shape: [network.inputs], floats: scaler.mean)
      writer.add("input.scale", shape: [network.inputs], floats: scaler.scale)
    }
    for (index, layer) in network.layers.enumerated() {
      writer.add("layers.\(index).weight", shape: [layer.outputs, layer.inputs], floats: layer.weight)
      writer.add("layers.\(index).bias", shape: [layer.outputs], floats: layer.bias)
    }
    if let conformal { ConformalTensors.add(conformal, to: &writer) }
    if let confusion { ConfusionTensor.add(confusion, to: &writer) }
    try writer.write(to: path)
  }
}
