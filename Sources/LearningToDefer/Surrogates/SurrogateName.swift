/// Names a surrogate loss, as in a bundle's manifest.
package enum SurrogateName: String, Sendable, CaseIterable, Codable {
  /// One-vs-all (Eq. 9).
  case oneVsAll = "ova"
  /// Softmax over classes and experts together (Eq. 8).
  case softmax
  /// A mixture of the classifier and the experts (Hemmer et al. 2022).
  case mixtureOfExperts = "moe"
  /// The classes alone; never defers.
  case classifierOnly = "classifier"
  /// The experts alone, beside a classifier that lives elsewhere.
  case rejectorOnly = "rejector"

  /// Those that bundles and the command line know; the others have losses, estimates and decisions only.
  package static let served: [SurrogateName] = [.oneVsAll, .softmax]

  /// The outputs of a network that is trained with this loss.
  ///
  /// Classes first, then experts, `K + J`; a mixture has the classifier's weight between them, a rejector has no
  /// classes.
  package func outputs(classes: Int, experts: Int) -> Int {
    switch self {
    case .oneVsAll, .softmax, .classifierOnly: classes + experts
    case .mixtureOfExperts: classes + 1 + experts
    case .rejectorOnly: experts
    }
  }

  /// Whether each input comes with class probabilities from a classifier that lives elsewhere.
  package var takesClassProbabilities: Bool { self == .rejectorOnly }
}
