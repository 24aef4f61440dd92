import Foundation
import FoundationXML
import LearningToDefer
import ModelReport
import Testing

struct ModelReportTests {
  private static let names = (model: "a < b", data: "rows & more")

  /// A model with random weights on random rows: what it decides does not matter here.
  private static func team(
    rows: Int = 400, classes: Int = 3, experts: Int = 3, known: Bool = true, isCalibrated: Bool = true
  ) -> Team {
    var random = SeededGenerator(seed: 11)
    let names = (0..<experts).map { "expert <\($0)>" }
    let labels = (0..<rows).map { _ in known ? Int32(random.index(below: classes)) : -1 }
    let given = labels.flatMap { label in
      (0..<experts).map { _ in
        random.uniform() < 0.6 && label >= 0 ? label : Int32(random.index(below: classes))
      }
    }
    let features = (0..<rows * 4).map { _ in Float(random.uniform() * 2 - 1) }
    let examples = Examples(
      classes: (0..<classes).map { "class \($0)" }, experts: names,
      features: FeatureTable(features, columns: 4), labels: labels, expertLabels: given,
      groups: (0..<rows).map { UInt64($0 / 40) }, ids: (0..<rows).map { "night-\($0 / 40)/\($0)" })
    let estimator = CorrectnessEstimator(surrogate: .oneVsAll, classes: classes, experts: experts)
    let network = Network(
      inputs: 4, hidden: [], outputs: classes + experts, activation: .relu, scaler: nil, seed: 5)
    let conformal =
      isCalibrated
      ? ConformalCalibration.fit(
        network: network, estimator: estimator, examples: examples, rows: Array(0..<rows / 2), alpha: 0.1)
      : nil
    return Team(examples: examples, estimator: estimator, network: network, conformal: conformal)
  }

  private struct Team {
    let examples: Examples
    let estimator: CorrectnessEstimator
    let network: Network
    let conformal: ConformalCalibration?

    func report(groups: GroupNames? = nil) -> (report: ModelReport, evaluation: Evaluation, seen: Int) {
      let everyone = ExpertSet(all: estimator.experts)
      var record = TeamRecord(
        examples: examples, estimator: estimator, conformal: conformal, alpha: 0.1, available: everyone,
        groups: groups)
      var seen = 0
      let evaluation = Evaluation(
        network: network, policy: DecisionPolicy(estimator), conformal: conformal, examples: examples,
        rows: Array(0..<examples.rows), alpha: 0.1
      ) { observation in
        record.add(observation)
        seen += 1
      }
      return (ModelReport(evaluation, record, examples, names: names), evaluation, seen)
    }
  }

  private func isWellFormed(_ source: String) -> Bool { XMLParser(data: Data(source.utf8)).parse() }

  @Test func `a page has all sections and is well-formed`() {
    let team = Self.team()
    let groups = GroupNames(team.examples, rows: Array(0..<400)) { "night \($0 / 40)" }
    let (report, _, seen) = team.report(groups: groups)
    #expect(seen == 400)
    #expect(
      report.page.sections.map(\.id) == ["overview", "coverage", "reliability", "deciders", "sets", "slices"])
    #expect(isWellFormed(report.page.source))
    #expect(report.page.source.contains("group night 3"))
  }

  @Test func `the page's figures are the evaluation's`() throws {
    let (report, evaluation, _) = Self.team().report()
    let accuracy = try #require(evaluation.systemAccuracy)
    let shown = "\((accuracy * 1000).rounded() / 10)%"
    #expect(report.page.source.contains(shown))
    #expect(report.page.source.contains("\(evaluation.rows) rows of rows &amp; more"))
  }

  @Test func `a model without calibration shows the sizes of its sets alone`() {
    let (report, _, _) = Self.team(isCalibrated: false).report()
    #expect(report.page.source.contains("The model has no calibration"))
    #expect(!report.page.source.contains("Observed FNR against alpha"))
    #expect(isWellFormed(report.page.source))
  }

  @Test func `rows without any truth leave an overview`() {
    let (report, _, _) = Self.team(known: false, isCalibrated: false).report()
    #expect(report.page.sections.map(\.id) == ["overview"])
    #expect(isWellFormed(report.page.source))
  }

  @Test func `many classes and experts are cut to what can be read`() {
    let (report, _, _) = Self.team(rows: 900, classes: 40, experts: 60).report()
    #expect(report.page.source.contains("49 others"))
    #expect(report.page.source.contains("15 classes with fewer rows are not shown"))
    #expect(isWellFormed(report.page.source))
  }

  @Test func `rows of their own are no groups`() {
    let team = Self.team()
    var alone = team.examples
    alone.groups = (0..<400).map(UInt64.init)
    #expect(GroupNames(alone, rows: Array(0..<400)) { _ in nil } == nil)
    #expect(GroupNames(team.examples, rows: Array(0..<400)) { _ in nil } != nil)
  }

  @Test func `a slice of a few unlucky rows does not come first`() throws {
    let team = Self.team()
    var examples = team.examples
    // The first group is one unlucky row; the second is wrong in half of its rows.
    examples.groups = (0..<400).map { $0 == 0 ? 0 : $0 < 200 ? 1 : 2 }
    let groups = try #require(
      GroupNames(examples, rows: Array(0..<400)) { ["unlucky", "bad", "good"][Int(examples.groups[$0])] })
    var record = TeamRecord(
      examples: examples, estimator: team.estimator, conformal: nil, alpha: 0.1,
      available: ExpertSet(all: 3), groups: groups)
    for row in 0..<400 {
      let isRight = row >= 200 || (row > 0 && row % 2 == 0)
      record.add(
        RowObservation(
          row: row, maker: .classifier, outcome: isRight ? .correct : .wrong, scores: [0, 0, 0],
          correct: [0, 0, 0]))
    }
    let (_, evaluation, _) = team.report()
    let page = ModelReport(evaluation, record, examples, names: Self.names).page.source
    let bad = try #require(page.range(of: "group bad"))
    let unlucky = try #require(page.range(of: "group unlucky"))
    #expect(bad.lowerBound < unlucky.lowerBound)
  }
}
