import LearningToDefer

/// A model with all that serving it needs: a directory of `manifest.json` and `weights.safetensors`.
package struct ModelBundle: Sendable {
  /// What the model is.
  package var manifest: ModelManifest
  /// Its network, from d features to the outputs of its surrogate.
  package var network: Network
  /// Its conformal calibration; without one every set is every expert.
  package var conformal: ConformalCalibration?
  /// How often each expert gave which answer to which class, for errors of unequal weight; nil where not known.
  package var confusion: ConfusionMatrices?

  /// The error rate that its sets were calibrated for; 0.1 without a calibration.
  package var alpha: Double { conformal?.alpha ?? 0.1 }

  /// The reader of its outputs, with its maps and the priors of experts without an output.
  package var estimator: CorrectnessEstimator {
    var estimator = CorrectnessEstimator(
      surrogate: manifest.surrogate, classes: manifest.classes.count, experts: manifest.experts.count,
      maps: manifest.calibration)
    for (index, name) in manifest.experts.enumerated() { estimator.priors[index] = manifest.priors[name] }
    return estimator
  }

  /// What is expected of an expert who is new to its team.
  package var teamPrior: TeamPrior {
    guard let confusion else { return TeamPrior([]) }
    return TeamPrior(
      confusion, experts: manifest.experts.indices.filter { manifest.priors[manifest.experts[$0]] == nil })
  }

  /// Takes what was fitted on its calibration fold.
  package mutating func take(_ calibration: ModelCalibration) {
    manifest.calibration = calibration.choices?.maps
    conformal = calibration.conformal
  }

  /// Joins the parts of a bundle that was made here.
  package init(
    manifest: ModelManifest, network: Network, conformal: ConformalCalibration?,
    confusion: ConfusionMatrices? = nil
  ) {
    precondition(
      network.outputs == manifest.outputs, "the head has the rows of the surrogate")
    precondition(network.inputs == manifest.inputs, "the manifest describes the network")
    precondition(
      confusion.map { $0.experts == manifest.experts.count && $0.classes == manifest.classes.count } ?? true,
      "the confusion matrices are of the model's experts and classes")
    self.manifest = manifest
    self.network = network
    self.conformal = conformal
    self.confusion = confusion
  }

  /// Reads the bundle in a directory.
  ///
  /// - Throws: `FormatError` that names the file and the key or tensor at fault.
  package static func read(_ directory: String) throws(FormatError) -> ModelBundle {
    let directory = DirectoryPath.trimmed(directory)
    let manifestPath = directory + "/manifest.json"
    let manifest = try MappedFile(path: manifestPath).withBytes { bytes throws(FormatError) in
      try ModelManifest(bytes, path: manifestPath)
    }
    let weights = try SafetensorsFile.map(directory + "/weights.safetensors")
    let reader = WeightsReader(file: weights, manifest: manifest)
    let network = try reader.network()
    let conformal = try manifest.conformal.map { summary throws(FormatError) in
      try ConformalTensors.read(weights, summary: summary, manifest: manifest)
    }
    try reader.checkNames(calibrated: conformal != nil)
    return ModelBundle(
      manifest: manifest, network: network, conformal: conformal,
      confusion: try ConfusionTensor.read(weights, manifest: manifest))
  }
}
