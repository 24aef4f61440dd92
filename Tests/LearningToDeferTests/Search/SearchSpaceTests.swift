import LearningToDefer
import Testing

private func settings(_ change: (inout TrainingSettings) -> Void = { _ in }) -> TrainingSettings {
  var settings = TrainingSettings()
  change(&settings)
  return settings
}

struct SearchSpaceTests {
  @Test func `it lies around the settings, in numbers that can be written by hand`() {
    let space = SearchSpace(around: settings { $0.hidden = [128, 50] })
    #expect(space.hidden == [[64, 25], [128, 50], [256, 100]])
    #expect(space.rates == [0.0003, 0.001, 0.003])
    #expect(space.decays == [5e-5, 5e-4, 5e-3])
    let candidates = space.candidates(settings())
    #expect(candidates.count == 27)
    #expect(candidates[0].hidden == [64, 25] && candidates[0].learningRate == 0.0003)
    #expect(candidates[1].weightDecay == 5e-4 && candidates[26].hidden == [256, 100])
  }

  @Test func `given values are taken for every hidden layer, equal ones once`() {
    let space = SearchSpace(
      around: settings { $0.hidden = [128, 50] }, widths: [8, 16, 8], rates: [0.1, 0.1], decays: [0])
    #expect(space.hidden == [[8, 8], [16, 16]])
    #expect(space.candidates(settings()).count == 2)
    let linear = SearchSpace(
      around: settings {
        $0.hidden = []; $0.weightDecay = 0
      })
    #expect(linear.hidden == [[]] && linear.decays == [0])
  }

  @Test func `a limit draws so many, the same for one seed, and changes nothing else`() {
    let base = settings { $0.seed = 5 }
    let space = SearchSpace(around: base)
    let drawn = space.candidates(base, limit: 10)
    #expect(drawn == space.candidates(base, limit: 10))
    #expect(drawn.count == 10)
    let all = space.candidates(base)
    #expect(drawn.compactMap(all.firstIndex) == drawn.compactMap(all.firstIndex).sorted())
    #expect(drawn != space.candidates(settings { $0.seed = 6 }, limit: 10))
    #expect(space.candidates(base, limit: 99) == all)
    #expect(all.allSatisfy { $0.seed == 5 && $0.epochs == base.epochs })
  }
}
