import DeferralService
import Formats
import LearningToDefer
import Testing

@Suite struct PromotionGateTests {
  /// The clinic's model, and one whose classes are exchanged.
  private let champion = try? ServingModel(version: "1", bundle: .clinic())

  private let everyRow = [Bool](repeating: true, count: 100)

  private func reversed() throws -> Network {
    let layer = DenseLayer(inputs: 2, outputs: 4, weight: [-1, 0, 1, 0, 0, 1, 0, -1], bias: [0, 0, -2, -2])
    return try Network(layers: [layer], activation: .relu, scaler: nil)
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
    let same = try ModelBundle.clinic().network
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
    let layer = DenseLayer(inputs: 2, outputs: 4, weight: [1, 0, -1, 0, 0, 0, 0, 0], bias: [0, 0, 10, 0])
    let asksAnn = try Network(layers: [layer], activation: .relu, scaler: nil)
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
}
