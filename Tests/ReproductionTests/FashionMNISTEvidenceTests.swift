import Formats
import Foundation
import LearningToDefer
import Reproduction
import TestSupport
import Testing

/// The paper's first claim on Fashion-MNIST: one-vs-all is better calibrated than softmax at every J and every expertise.
///
/// At a reduced scale, 6,000 rows and four epochs, so that it takes seconds; `deferral reproduce` runs it on all rows.
struct FashionMNISTEvidenceTests {
  private static let directory = "/usr/share/datasets/fashion-mnist"
  private static let scale = Scale(
    name: "evidence", rows: Scale.Rows(training: 6000, calibration: 100, test: 4000), epochs: 4, seeds: 3)

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: directory), "needs the package dataset-fashion-mnist"))
  func `one-vs-all's mean calibration error is below the softmax's everywhere`() throws {
    let setting = Setting(data: try .fashionMNIST(Self.directory), scale: Self.scale)
    let trials = try #require(Experiments.named("fig2")).flatMap { $0.trials(setting) }
    let log = try TemporaryDirectory()
    let results = try TrialRunner(trials, threads: 2).run(
      TrialLog(directory: log.path, key: setting.key)
    ) { _ in }
    var pairs = 0
    for condition in results.conditions where condition.hasSuffix("/ova") {
      let softmax = condition.replacingOccurrences(of: "/ova", with: "/softmax")
      let gap = try #require(results.difference(Figure(softmax, "ece"), Figure(condition, "ece")))
      #expect(gap.mean > 0, "\(condition): \(gap)")
      pairs += 1
    }
    #expect(pairs == 10)
  }
}
