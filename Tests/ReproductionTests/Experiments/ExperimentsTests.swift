import Formats
import Reproduction
import TestSupport
import Testing

struct ExperimentsTests {
  @Test(arguments: [
    ("fig1", ["rising-expertise"]), ("fig2", ["increasing-experts", "expert-dependence"]),
    ("fig2b", ["increasing-experts"]), ("FIG2d", ["expert-dependence"]),
    ("fig3c", ["conformal-identification"]), ("fig4", ["gradual-overlap"]),
  ])
  func `a figure names its experiments`(name: String, ids: [String]) {
    #expect(Experiments.named(name)?.map(\.id) == ids)
  }

  @Test(arguments: ["fig5", "2a", "fig", "figure2", ""])
  func `what is no figure names nothing`(name: String) {
    #expect(Experiments.named(name) == nil)
  }

  @Test func `trials have ids of their own within an experiment`() {
    for experiment in Experiments.all {
      let ids = experiment.trials(TinyData.setting).map(\.id)
      #expect(Set(ids).count == ids.count, "\(experiment.id)")
    }
  }

  @Test func `data that leave a part without rows are refused`() {
    let few = Setting(data: TinyData.make(rows: 20), scale: TinyData.scale)
    #expect(throws: FormatError.self) { try few.check() }
    let one = Setting(data: TinyData.make(rows: 300, classes: 1), scale: TinyData.scale)
    #expect(throws: FormatError.self) { try one.check() }
    #expect(throws: Never.self) { try TinyData.setting.check() }
  }

  @Test func `rows of one group stay in one part`() {
    let split = TinyData.make(rows: 2000).split(.full, seed: 5)
    #expect(abs(split.training.count - 1200) < 120 && abs(split.test.count - 400) < 90)
    #expect(split.training.count + split.calibration.count + split.test.count == 2000)
    #expect(split.training != TinyData.make(rows: 2000).split(.full, seed: 6).training)
  }
}
