/// One statement of the paper, held against the numbers.
package struct Claim: Sendable, Equatable {
  /// The paper's panels that show it, as `2a`.
  package let panel: String
  /// What the paper found.
  package let paper: String
  /// What was found here, in numbers.
  package let found: String
  /// Whether they agree.
  package let verdict: Verdict

  /// Joins them.
  init(_ panel: String, paper: String, found: String, verdict: Verdict) {
    self.panel = panel
    self.paper = paper
    self.found = found
    self.verdict = verdict
  }
}
