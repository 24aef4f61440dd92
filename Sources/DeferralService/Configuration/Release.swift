/// Names this release.
package enum Release {
  /// Semantic version of the program.
  package static let version = "0.1.0"
}
