import LearningToDefer

extension ModelBundle {
  /// Adds an expert, last in every order, who is estimated by a prior.
  ///
  /// The other experts' and the classifier's answers stay what they are. The conformal calibration is refitted on its own rows, and is
  /// lost where the bundle has none; the new expert is not in its pool.
  package mutating func addExpert(_ name: String, prior: ExpertPrior) {
    precondition(!manifest.experts.contains(name), "the expert is new")
    precondition(estimator.takesPriors || !estimator.defers, "the surrogate takes priors")
    if estimator.takesPriors {
      let score = manifest.surrogate.surrogate.score(ofProbability: prior.overall) ?? 0
      network = network.appendingOutput(Float(score))
      manifest.priors[name] = prior
    }
    manifest.experts.append(name)
    manifest.calibration = manifest.calibration.map {
      CalibrationMaps(classifier: $0.classifier, experts: $0.experts + [.identity])
    }
    confusion = confusion.map { confusion in
      let none = [Double](repeating: 0, count: confusion.classes * confusion.classes)
      return ConfusionMatrices(
        counts: confusion.counts + none, experts: confusion.experts + 1, classes: confusion.classes)
    }
    conformal = conformal?.addingExpert(estimator)
  }

  /// Gives experts with few labels their priors, and nobody else one.
  ///
  /// - Parameters:
  ///   - new: Those experts of the examples, whose experts are the model's.
  ///   - rows: Training rows whose labels no policy asked for.
  package mutating func takePriors(of new: NewExperts, examples: Examples, rows: [Int]) {
    manifest.priors = [:]
    let priors = new.priors(network: network, estimator: estimator, examples: examples, rows: rows)
    network = new.silenced(network, estimator: estimator, priors: priors)
    for (index, prior) in priors { manifest.priors[manifest.experts[index]] = prior }
  }

  /// Removes an expert who is not the only one.
  ///
  /// The others' estimates stay what they are, except that a mixture's weights are shared anew. The conformal calibration is refitted on
  /// its own rows, and is lost where the bundle has none or nobody is left in its pool.
  package mutating func removeExpert(_ name: String) {
    guard let index = manifest.experts.firstIndex(of: name) else {
      preconditionFailure("the expert is one of the model's")
    }
    precondition(manifest.experts.count > 1, "an expert is left")
    if let first = estimator.firstExpertOutput { network = network.removingOutput(first + index) }
    manifest.experts.remove(at: index)
    manifest.priors[name] = nil
    manifest.calibration = manifest.calibration.map { maps in
      var experts = maps.experts
      experts.remove(at: index)
      return CalibrationMaps(classifier: maps.classifier, experts: experts)
    }
    confusion = confusion.map { confusion in
      let size = confusion.classes * confusion.classes
      var counts = confusion.counts
      counts.removeSubrange(index * size..<(index + 1) * size)
      return ConfusionMatrices(counts: counts, experts: confusion.experts - 1, classes: confusion.classes)
    }
    conformal = conformal?.removingExpert(index, estimator)
  }
}
