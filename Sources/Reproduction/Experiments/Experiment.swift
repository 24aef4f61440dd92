import Reports

/// One of the paper's experiments: what is trained, and what its figures say.
package protocol Experiment: Sendable {
  /// What its trials and files are called by.
  var id: String { get }
  /// Its heading.
  var title: String { get }
  /// The paper's panels, as `2a`.
  var panels: [String] { get }
  /// What is trained and measured, in any order.
  func trials(_ setting: Setting) -> [Trial]
  /// What was set up, for the report.
  func setUp(_ setting: Setting) -> String
  /// The figure, drawn like the paper's.
  func figure(_ results: TrialResults, _ setting: Setting) -> ReportFigure
  /// What the paper says, held against the results.
  func claims(_ results: TrialResults, _ setting: Setting) -> [Claim]
  /// Tables of the appendix; most have none.
  func appendix(_ results: TrialResults, _ setting: Setting) -> FigureTable?
}

extension Experiment {
  /// No table.
  package func appendix(_ results: TrialResults, _ setting: Setting) -> FigureTable? { nil }
}

/// All experiments, in the paper's order.
package enum Experiments {
  /// Every one.
  package static let all: [any Experiment] = [
    RisingExpertise(), IncreasingExperts(), ExpertDependence(), ConformalIdentification(), GradualOverlap(),
  ]

  /// Those with a panel that a name begins, as `fig2` or `fig3c`; nil where there is none.
  package static func named(_ name: String) -> [any Experiment]? {
    let lowered = name.lowercased()
    guard lowered.hasPrefix("fig"), lowered.count > 3 else { return nil }
    let wished = lowered.dropFirst(3)
    let found = all.filter { experiment in experiment.panels.contains { $0.hasPrefix(wished) } }
    return found.isEmpty ? nil : found
  }
}
