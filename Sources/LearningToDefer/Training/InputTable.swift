/// What is known of rows beforehand: features, or texts.
package enum InputTable: Sendable {
  /// Features `[rows, d]`.
  case features(FeatureTable)
  /// Texts `[rows]`.
  case texts(TextTable)

  /// These rows, then others of the same kind and width.
  package func joined(with others: InputTable) -> InputTable {
    switch (self, others) {
    case (.features(let own), .features(let more)):
      .features(FeatureTable(joining: [own, more], columns: own.columns))
    case (.texts(let own), .texts(let more)): .texts(TextTable(joining: [own, more]))
    default: preconditionFailure("joined rows have one kind of input")
    }
  }
}
