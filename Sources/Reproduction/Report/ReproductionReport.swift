import Formats
import Foundation
import Reports

/// What came out of some experiments: a page, its figures as files, and its numbers as JSON and CSV.
package struct ReproductionReport: Sendable {
  /// The trials' figures.
  package let results: TrialResults
  let experiments: [any Experiment]
  /// What they were run with.
  package let setting: Setting

  /// Joins finished experiments with their results.
  package init(results: TrialResults, experiments: [any Experiment], setting: Setting) {
    self.results = results
    self.experiments = experiments
    self.setting = setting
  }

  /// Every claim of the experiments, in order.
  package var claims: [Claim] { experiments.flatMap { $0.claims(results, setting) } }

  /// Writes `report.html`, `results.json`, `results.csv` and an SVG for each figure.
  ///
  /// - Throws: `FormatError` where the directory cannot be written to.
  package func write(to directory: String) throws(FormatError) {
    var files = [
      "report.html": page.source, "results.csv": table,
      "results.json": String(decoding: json.serialise(pretty: true), as: UTF8.self),
    ]
    for experiment in experiments {
      files["\(experiment.id).svg"] = FigureDocument(experiment.figure(results, setting)).source
    }
    for (name, text) in files {
      let path = directory + "/" + name
      do {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw FormatError(
          file: path, problem: "cannot be written: \(error.localizedDescription)",
          cure: "make room, or give another directory by --out")
      }
    }
  }
}
