/// Names a surrogate, as in a bundle's manifest and on the command line.
package struct SurrogateName: RawRepresentable, Hashable, CaseIterable, Codable, Sendable {
  /// Every surrogate there is: the registry, one line each.
  package static let allCases: [SurrogateName] = [
    .oneVsAll,
    .softmax,
    .mixtureOfExperts,
    .classifierOnly,
    .rejectorOnly,
  ]

  /// The loss of this name, and what its outputs mean.
  package let surrogate: any Surrogate

  /// Names a surrogate by its own name.
  init(_ surrogate: some Surrogate) {
    self.surrogate = surrogate
  }

  /// Finds a name in the registry; nil for one that is not there.
  package init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  /// The name itself.
  package var rawValue: String { surrogate.name }

  /// The names of the registry as a sentence lists them.
  package static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
