import Formats
import Foundation
import FoundationXML
import Reproduction
import TestSupport
import Testing

/// Every experiment, run whole on very little data.
struct ReproductionReportTests {
  private static func run(_ setting: Setting) throws -> ReproductionReport {
    let directory = try TemporaryDirectory()
    let trials = Experiments.all.flatMap { $0.trials(setting) }
    let results = try TrialRunner(trials, threads: 2).run(
      TrialLog(directory: directory.path, key: setting.key)
    ) { _ in }
    return ReproductionReport(results: results, experiments: Experiments.all, setting: setting)
  }

  @Test(arguments: [[], ["ann", "bob"]])
  func `all files are written, well-formed and of one mind`(humans: [String]) throws {
    let setting = Setting(data: TinyData.make(humans: humans), scale: TinyData.scale)
    let report = try Self.run(setting)
    let directory = try TemporaryDirectory()
    try report.write(to: directory.path)
    let read = { (name: String) in try Data(contentsOf: URL(fileURLWithPath: directory(name))) }
    for name in ["report.html"] + Experiments.all.map({ $0.id + ".svg" }) {
      #expect(XMLParser(data: try read(name)).parse(), "\(name)")
    }
    let lines = String(decoding: try read("results.csv"), as: UTF8.self).split(separator: "\n")
    let json = try JSONValue.parse([UInt8](try read("results.json")))
    #expect(lines.first == "experiment,condition,figure,mean,standard_error,seeds")
    #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 6 })
    #expect(json["experiments"]?.array?.count == 5)
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let experiment = json["experiments"]?.array?.first { $0["id"]?.string == cells[0] }
      let figure = experiment?["conditions"]?[cells[1]]?[cells[2]]
      #expect(figure?["mean"]?.number == Double(cells[3]) && figure?["seeds"]?.integer == 2)
      #expect(figure?["standard_error"]?.number == Double(cells[4]))
    }
  }

  @Test func `every panel has a claim, and every claim its words`() throws {
    let report = try Self.run(TinyData.setting)
    for experiment in Experiments.all {
      let claims = experiment.claims(report.results, report.setting)
      for panel in experiment.panels {
        #expect(claims.contains { $0.panel.contains(panel) }, "\(panel)")
      }
      for claim in claims {
        #expect(!claim.paper.isEmpty && !claim.found.contains("nan") && !claim.found.contains("Optional"))
      }
      let figure = experiment.figure(report.results, report.setting)
      #expect(figure.panels.allSatisfy { !$0.table.rows.isEmpty })
    }
  }
}
