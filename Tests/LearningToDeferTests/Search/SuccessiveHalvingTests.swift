import LearningToDefer
import Testing

private typealias Rung = SuccessiveHalving.Rung

struct SuccessiveHalvingTests {
  @Test func `a third of the trials goes on for three times the epochs`() {
    #expect(
      SuccessiveHalving(trials: 27, epochs: 10).rungs
        == [Rung(trials: 27, epochs: 1), Rung(trials: 9, epochs: 3), Rung(trials: 3, epochs: 10)])
    // 27 · 1 + 9 · 2 + 3 · 7
    #expect(SuccessiveHalving(trials: 27, epochs: 10).epochs == 66)
    #expect(
      SuccessiveHalving(trials: 12, epochs: 30).rungs
        == [Rung(trials: 12, epochs: 3), Rung(trials: 4, epochs: 10), Rung(trials: 3, epochs: 30)])
  }

  @Test func `few trials are trained fully, and few epochs make few rungs`() {
    for trials in 1...3 {
      #expect(SuccessiveHalving(trials: trials, epochs: 7).rungs == [Rung(trials: trials, epochs: 7)])
    }
    #expect(
      SuccessiveHalving(trials: 27, epochs: 2).rungs
        == [Rung(trials: 27, epochs: 1), Rung(trials: 3, epochs: 2)])
    #expect(SuccessiveHalving(trials: 27, epochs: 1).rungs == [Rung(trials: 27, epochs: 1)])
  }

  @Test func `trials fall, epochs rise to all, and the first rung has every trial`() {
    for trials in [1, 2, 4, 5, 10, 28, 100, 1000] {
      for epochs in [1, 2, 3, 10, 50, 200] {
        let rungs = SuccessiveHalving(trials: trials, epochs: epochs).rungs
        #expect(rungs.first?.trials == trials && rungs.last?.epochs == epochs)
        #expect(zip(rungs, rungs.dropFirst()).allSatisfy { $0.trials > $1.trials && $0.epochs < $1.epochs })
      }
    }
  }
}
