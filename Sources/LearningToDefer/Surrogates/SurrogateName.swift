/// Names a surrogate loss, as in a bundle's manifest.
package enum SurrogateName: String, Sendable, CaseIterable, Codable {
  /// One-vs-all (Eq. 9).
  case oneVsAll = "ova"
  /// Softmax over classes and experts together (Eq. 8).
  case softmax
}
