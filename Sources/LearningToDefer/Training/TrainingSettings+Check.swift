extension TrainingSettings {
  /// Refuses values that cannot be used.
  ///
  /// - Throws: `TrainingError.setting`, naming the first one.
  package func check() throws(TrainingError) {
    try require(
      hidden.allSatisfy { (1...65_536).contains($0) } && hidden.count <= 32, "hidden",
      "at most 32 layers of 1 to 65536 units")
    try require((1...1_000_000).contains(epochs), "epochs", "from 1 to 1000000")
    try require((1...16_777_216).contains(batchSize), "batchSize", "from 1 to 16777216")
    try require(threads >= 1 && threads <= 256, "threads", "from 1 to 256")
    try require(learningRate > 0 && learningRate.isFinite, "learningRate", "a positive number")
    try require(embeddingRate > 0 && embeddingRate.isFinite, "embeddingRate", "a positive number")
    try require(weightDecay >= 0 && weightDecay.isFinite, "weightDecay", "not negative")
    try require(warmUp >= 0 && warmUp < 1, "warmUp", "at least 0 and below 1")
    try require(clipNorm.map { $0 > 0 && $0.isFinite } ?? true, "clipNorm", "a positive number")
    try require(classWeights.isUsable, "classWeights", "numbers from 1e-6 to 1e6")
    try require(inferTruth.map { $0 > 0 && $0 <= 1 } ?? true, "inferTruth", "above 0 and at most 1")
    try require(shuffleBlock.map { $0 >= 1 } ?? true, "shuffleBlock", "at least 1")
    try require(patience.map { $0 >= 1 } ?? true, "patience", "at least 1")
    if case .sgd(let momentum) = optimizer {
      try require(momentum >= 0 && momentum < 1, "momentum", "at least 0 and below 1")
    }
  }

  private func require(_ holds: Bool, _ name: String, _ problem: String) throws(TrainingError) {
    guard holds else { throw .setting(name: name, problem: problem) }
  }
}
