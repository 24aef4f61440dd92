extension TrainingSettings {
  /// Refuses values that cannot be used.
  ///
  /// - Throws: `TrainingError.setting`, naming the first one as manifests do.
  package func check() throws(TrainingError) {
    try require(
      hidden.allSatisfy { (1...65_536).contains($0) } && hidden.count <= 32, "hidden",
      "at most 32 layers of 1 to 65536 units")
    try require((1...1_000_000).contains(epochs), "epochs", "from 1 to 1000000")
    try require((1...16_777_216).contains(batchSize), "batch_size", "from 1 to 16777216")
    try require(threads >= 1 && threads <= 256, "threads", "from 1 to 256")
    try require(learningRate > 0 && learningRate.isFinite, "learning_rate", "a positive number")
    try require(embeddingRate > 0 && embeddingRate.isFinite, "embedding_rate", "a positive number")
    try require(weightDecay >= 0 && weightDecay.isFinite, "weight_decay", "0 or more")
    try require(warmUp >= 0 && warmUp < 1, "warm_up", "at least 0 and below 1")
    try require(clipNorm.map { $0 > 0 && $0.isFinite } ?? true, "clip_norm", "a positive number")
    try require(classWeights.isUsable, "class_weights", "numbers from 1e-6 to 1e6")
    try require(inferTruth.map { $0 > 0 && $0 <= 1 } ?? true, "infer_truth", "above 0 and at most 1")
    try require(shuffleBlock.map { $0 >= 1 } ?? true, "shuffle_block", "at least 1")
    try require(patience.map { $0 >= 1 } ?? true, "patience", "at least 1")
    if case .sgd(let momentum) = optimizer {
      try require(momentum >= 0 && momentum < 1, "momentum", "at least 0 and below 1")
    }
  }

  private func require(_ holds: Bool, _ name: String, _ problem: String) throws(TrainingError) {
    guard holds else { throw .setting(name: name, problem: "must be \(problem)") }
  }
}
