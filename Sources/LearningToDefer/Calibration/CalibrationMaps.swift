/// The maps of one model: the classifier's and each expert's.
package struct CalibrationMaps: Sendable, Hashable {
  /// From the classifier's output to the chance that its answer is right.
  package let classifier: CalibrationMap
  /// From each expert's output to `P(m_j = y | x)`, `[J]`.
  package let experts: [CalibrationMap]

  /// Joins maps.
  package init(classifier: CalibrationMap, experts: [CalibrationMap]) {
    self.classifier = classifier
    self.experts = experts
  }

  /// Whether every map is the identity: then the raw outputs decide, as in the paper.
  package var areIdentity: Bool { classifier == .identity && experts.allSatisfy { $0 == .identity } }
}
