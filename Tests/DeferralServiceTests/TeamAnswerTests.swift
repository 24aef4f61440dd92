import DeferralService
import Storage
import Testing

@Suite struct TeamAnswerTests {
  @Test func `the classifier's class stands where it decided`() {
    #expect(TeamAnswer.of(stored(expert: nil, labels: [("ann", "b", false)])) == "a")
    #expect(TeamAnswer.state(of: stored(expert: nil, labels: [])) == .answered)
  }

  @Test func `a deferred decision is open until an asked expert answers`() {
    #expect(TeamAnswer.state(of: stored(expert: "ann", labels: [])) == .open)
    #expect(TeamAnswer.state(of: stored(expert: "ann", labels: [("bob", "b", false)])) == .open)
    #expect(TeamAnswer.state(of: stored(expert: "ann", labels: [("ann", "b", true)])) == .answered)
  }

  @Test func `the majority of the asked experts answers`() {
    let labels = [("ann", "a", true), ("bob", "b", true), ("cyd", "b", true)]
    #expect(TeamAnswer.of(stored(expert: "ann", labels: labels)) == "b")
  }

  @Test func `a tie goes to the label whose experts are the likeliest to be right`() {
    #expect(TeamAnswer.of(stored(expert: "bob", labels: [("ann", "a", true), ("bob", "b", true)])) == "a")
    #expect(TeamAnswer.of(stored(expert: "ann", labels: [("cyd", "a", true), ("bob", "b", true)])) == "b")
  }

  private func stored(expert: String?, labels: [(String, String, Bool)]) -> StoredDecision {
    let id = DecisionID(high: 1, low: 2)
    let answer = #"{"id": "x", "expert_correctness": {"ann": 0.9, "bob": 0.5, "cyd": 0.2}}"#
    return StoredDecision(
      record: DecisionRecord(
        id: id, createdAt: 0, modelVersion: "1", action: expert == nil ? .predict : .defer, expert: expert,
        prediction: "a", features: [], logits: [], answer: Array(answer.utf8)),
      labelHistory: labels.enumerated().map { index, label in
        StoredLabel(
          number: index + 1,
          record: LabelRecord(decision: id, expert: label.0, label: label.1, asked: label.2, createdAt: 0),
          replaces: nil)
      },
      outcomeHistory: [])
  }
}
