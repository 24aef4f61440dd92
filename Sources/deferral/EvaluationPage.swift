import Formats
import Foundation
import LearningToDefer
import ModelReport
import Reports

/// The page of `evaluate --report`: gathers rows during an evaluation and is written after it.
struct EvaluationPage {
  /// Where it goes.
  let path: String
  /// What it calls the model and the data, both given as paths.
  let names: (model: String, data: String)
  private let examples: Examples
  private var record: TeamRecord

  /// Starts without rows.
  ///
  /// - Parameter rule: How rows belong together, where ids say so.
  init(
    to path: String, model: String, data: String, bundle: ModelBundle, alpha: Double, available: ExpertSet,
    examples: Examples, rows: [Int], rule: GroupRule?
  ) {
    self.path = path
    self.examples = examples
    names = (URL(fileURLWithPath: model).lastPathComponent, URL(fileURLWithPath: data).lastPathComponent)
    let groups = GroupNames(examples, rows: rows) { row in
      examples.ids.flatMap { rule?.group(of: $0[row]) }.map(String.init)
    }
    record = TeamRecord(
      examples: examples, estimator: bundle.estimator, conformal: bundle.conformal, alpha: alpha,
      available: available, groups: groups)
  }

  /// Adds a row.
  mutating func add(_ observation: RowObservation) { record.add(observation) }

  /// Writes the page, whole or not at all.
  func write(_ evaluation: Evaluation) throws(Failure) {
    let page = ModelReport(evaluation, record, examples, names: names).page
    do {
      try Data(page.source.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .data("\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
