import LearningToDefer
import Testing

struct MajorityVoteTests {
  @Test(
    arguments: [
      ([], nil),
      ([("a", 0.1)], "a"),
      ([("b", 0.9), ("a", 0.1), ("a", 0.2)], "a"),
      ([("b", 0.9), ("a", 0.1)], "b"),
      ([("a", 0.3), ("b", 0.2), ("a", 0.1), ("b", 0.3)], "b"),
      ([("b", 0.5), ("a", 0.5)], "a"),
    ] as [([(String, Double)], String?)])
  func `most votes win, then the highest sum, then the lowest label`(
    votes: [(String, Double)], answer: String?
  ) {
    #expect(MajorityVote.of(votes.map { (label: $0.0, weight: $0.1) }) == answer)
  }

  @Test func `the order of votes does not matter`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      var votes = (0..<6).map { _ in
        (label: generator.index(below: 3), weight: Double(1 + generator.index(below: 4)) / 4)
      }
      let answer = MajorityVote.of(votes)
      votes.reverse()
      #expect(MajorityVote.of(votes) == answer)
      votes.swapAt(0, 3)
      #expect(MajorityVote.of(votes) == answer)
    }
  }
}
