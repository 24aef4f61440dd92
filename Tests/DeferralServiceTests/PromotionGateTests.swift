import DeferralService
import Formats
import LearningToDefer
import Testing

@Suite struct PromotionGateTests {
  /// The clinic's model, and one whose classes are exchanged.
  private let champion = try? ServingModel(version: "1", bundle: .clinic())

  private let everyRow = [Bool](repeating: true, count: 100)

  private func reversed() throws -> ServingModel {
    try challenger(weight: [-1, 0, 1, 0, 0, 1, 0, -1], bias: [0, 0, -2, -2])
  }

  private func challenger(weight: [Float], bias: [Float]) throws -> ServingModel {
    let layer = DenseLayer(inputs: 2, outputs: 4, weight: weight, bias: bias)
    var bundle = try ModelBundle.clinic()
    bundle.network = try Network(layers: [layer], activation: .relu, scaler: nil)
    return ServingModel(version: "2", bundle: bundle)
  }

  /// Rows on which the champion's classifier is right; the first `wrong` have the other truth.
  private func examples(rows: Int, wrong: Int, labelled: Bool = true) -> Examples {
    Examples(
      classes: ["benign", "malignant"], experts: ["ann", "bob"],
      features: FeatureTable((0..<rows).flatMap { _ in [Float(3), 0] }, columns: 2),
      labels: (0..<rows).map { $0 < wrong ? 1 : 0 },
      expertLabels: [Int32](repeating: labelled ? 0 : -1, count: rows * 2))
  }

  @Test func `a worse model is rejected with both figures`() throws {
    let verdict = PromotionGate(margin: 0.005, minimumRows: 20).judge(
      champion: try #require(champion), challenger: try reversed(), examples: examples(rows: 100, wrong: 10),
      rows: Array(0..<100),
      isUnselected: everyRow)
    #expect(!verdict.promotes)
    #expect(verdict.champion == 0.9)
    #expect(verdict.challenger == 0.1)
    #expect(verdict.reason.contains("0.1000 against 0.9000 on 100"))
  }

  @Test func `the same model is promoted, and exactly the margin below as well`() throws {
    let gate = PromotionGate(margin: 0.2, minimumRows: 20)
    let same = try ServingModel(version: "2", bundle: .clinic())
    let model = try #require(champion)
    #expect(
      gate.judge(
        champion: model, challenger: same, examples: examples(rows: 50, wrong: 0), rows: Array(0..<50),
        isUnselected: everyRow
      ).promotes)
    let margin = gate.judge(
      champion: model, challenger: try reversed(), examples: examples(rows: 100, wrong: 40),
      rows: Array(0..<100),
      isUnselected: everyRow)
    #expect(margin.promotes)
    let beyond = gate.judge(
      champion: model, challenger: try reversed(), examples: examples(rows: 100, wrong: 39),
      rows: Array(0..<100),
      isUnselected: everyRow)
    #expect(!beyond.promotes)
  }

  @Test func `too few rows promote nothing`() throws {
    let verdict = PromotionGate(margin: 1, minimumRows: 20).judge(
      champion: try #require(champion), challenger: try reversed(),
      examples: examples(rows: 19, wrong: 19), rows: Array(0..<19),
      isUnselected: everyRow)
    #expect(!verdict.promotes)
    #expect(verdict.scored == 19)
  }

  @Test func `rows that every expert labelled are preferred`() throws {
    let gate = PromotionGate(margin: 1, minimumRows: 20)
    let model = try #require(champion)
    let complete = gate.judge(
      champion: model, challenger: try reversed(), examples: examples(rows: 30, wrong: 0),
      rows: Array(0..<30),
      isUnselected: everyRow
    )
    let partial = gate.judge(
      champion: model, challenger: try reversed(), examples: examples(rows: 30, wrong: 0, labelled: false),
      rows: Array(0..<30),
      isUnselected: everyRow)
    #expect(complete.complete)
    #expect(!partial.complete)
  }

  @Test func `a model that asks other experts than those who labelled is not judged by the rest`() throws {
    let gate = PromotionGate(margin: 1, minimumRows: 20)
    let asksAnn = try challenger(weight: [1, 0, -1, 0, 0, 0, 0, 0], bias: [0, 0, 10, 0])
    var rows = examples(rows: 100, wrong: 0, labelled: false)
    // Ann labelled some rows: enough to score, too few to judge by.
    for row in 0..<30 { rows.expertLabels[row * 2] = 0 }
    let blind = gate.judge(
      champion: try #require(champion), challenger: asksAnn, examples: rows, rows: Array(0..<100),
      isUnselected: [Bool](repeating: false, count: 100))
    #expect(!blind.promotes)
    #expect(blind.scored == 30)
    #expect(blind.reason.contains("30 of 100"))
    let fair = gate.judge(
      champion: try #require(champion), challenger: asksAnn, examples: rows, rows: Array(0..<100),
      isUnselected: everyRow)
    #expect(fair.promotes)
  }

  @Test func `each model is judged with its own maps, and with costs where they are set`() throws {
    // The classifier is never right here, so that only who asks ann is.
    var rows = examples(rows: 40, wrong: 40)
    for row in 0..<40 { rows.expertLabels[row * 2] = 1 }
    let gate = PromotionGate(margin: 1, minimumRows: 20)
    var mapped = try ModelBundle.clinic()
    mapped.manifest.calibration = CalibrationMaps(
      classifier: .platt(slope: 1, intercept: -6), experts: [.identity, .identity])
    let verdict = gate.judge(
      champion: try #require(champion), challenger: ServingModel(version: "2", bundle: mapped),
      examples: rows, rows: Array(0..<40), isUnselected: everyRow)
    #expect(verdict.champion == 0)
    #expect(verdict.challenger == 1)
    let costly = ServingModel(
      version: "2", bundle: mapped,
      policy: try TeamCosts(experts: ["ann": 0.5, "bob": 0.5]).policy(for: mapped))
    let dear = gate.judge(
      champion: try #require(champion), challenger: costly, examples: rows, rows: Array(0..<40),
      isUnselected: everyRow)
    #expect(dear.challenger == 0)
  }

  @Test func `a row that overflows is counted apart and costs no training`() throws {
    let gate = PromotionGate(margin: 0.005, minimumRows: 20)
    let model = try #require(champion)
    var rows = examples(rows: 21, wrong: 0)
    // Just as many rows as the gate asks for can be scored.
    rows = rows.replacing(row: 7, with: [.greatestFiniteMagnitude, .greatestFiniteMagnitude])
    let steep = try challenger(weight: [2, 0, -2, 0, 0, 1, 0, -1], bias: [0, 0, -2, -2])
    let overflows = try challenger(weight: [2, 2, -2, -2, 0, 1, 0, -1], bias: [0, 0, -2, -2])
    let both = gate.judge(
      champion: steep, challenger: overflows, examples: rows, rows: Array(0..<21), isUnselected: everyRow)
    #expect(both.promotes)
    #expect(both.overflowing == 1)
    #expect(both.rows == 20 && both.scored == 20)
    // The serving model answers here, the new one would refuse.
    let one = gate.judge(
      champion: model, challenger: steep, examples: rows, rows: Array(0..<21), isUnselected: everyRow)
    #expect(!one.promotes)
    #expect(one.overflowing == 0)
    #expect(one.champion == 1 && one.challenger == 20.0 / 21)
  }
}

extension Examples {
  /// The same rows but for one's features.
  fileprivate func replacing(row: Int, with features: [Float]) -> Examples {
    let columns = features.count
    let all = (0..<rows).flatMap { index in
      index == row ? features : self.features.withRow(index) { Array($0[..<columns]) }
    }
    return Examples(
      classes: classes, experts: experts, features: FeatureTable(all, columns: columns),
      labels: labels.map { $0 },
      expertLabels: expertLabels)
  }
}
