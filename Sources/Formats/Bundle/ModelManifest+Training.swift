import LearningToDefer

extension ModelManifest {
  /// The shares that the model was trained with; the defaults where the manifest names none.
  ///
  /// - Throws: `FormatError` for shares that leave nothing for training.
  package var foldShares: FoldShares {
    get throws(FormatError) {
      let settings = training?["settings"]
      var shares = FoldShares()
      shares.validation = settings?["validation_share"]?.number ?? shares.validation
      shares.calibration = settings?["calibration_share"]?.number ?? shares.calibration
      shares.gate = settings?["gate_share"]?.number ?? shares.gate
      guard shares.areUsable else {
        throw FormatError(
          file: "manifest.json", place: "#/training/settings",
          problem: "validation_share, calibration_share and gate_share leave nothing for training",
          cure: "correct them: each at least 0, their sum below 1")
      }
      return shares
    }
  }
}
