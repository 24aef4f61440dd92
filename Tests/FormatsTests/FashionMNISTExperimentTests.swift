import Formats
import Foundation
import LearningToDefer
import Testing

/// The paper's simulation 1 at J = 4 on Fashion-MNIST: experts right 70 % on labels 0 to 4, uniform elsewhere.
///
/// MLP 784-128, Adam 1e-3 at a constant rate, weight decay 5e-4, batch 256, 10 epochs, 50,000 standardised rows.
/// With pixels left in [0, 1] this network stays near .868 and .867 after ten epochs.
struct FashionMNISTExperimentTests {
  private static let directory = "/usr/share/datasets/fashion-mnist"

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: directory),
      "needs the package dataset-fashion-mnist"))
  func `one-vs-all is accurate and better calibrated than softmax`() throws {
    let experts = try SimulatedExpert.parse(spec: "expert*4=specialist(0.7; 0-4)", classes: IDX.classes)
    let training = try Self.read("train")
    let test = try Self.read("t10k")
    var figures: [SurrogateName: (accuracy: Double, ece: Double)] = [:]
    for surrogate in [SurrogateName.oneVsAll, .softmax] {
      var accuracy = 0.0
      var ece = 0.0
      for seed in 1...3 as ClosedRange<UInt64> {
        let evaluation = try Self.evaluate(
          surrogate, training: training.simulating(experts, seed: seed),
          test: test.simulating(experts, seed: 1000 + seed), seed: seed)
        accuracy += try #require(evaluation.systemAccuracy) / 3
        ece += try #require(evaluation.meanECE) / 3
      }
      figures[surrogate] = (accuracy, ece)
      print("Fashion-MNIST, J = 4, \(surrogate.rawValue): system accuracy \(accuracy), ECE \(ece)")
    }
    let oneVsAll = try #require(figures[.oneVsAll])
    let softmax = try #require(figures[.softmax])
    #expect(oneVsAll.accuracy >= 0.875)
    #expect(oneVsAll.ece < 0.055)
    #expect(softmax.ece > oneVsAll.ece)
  }

  private static func read(_ set: String) throws -> Examples {
    let labels = try IDX.labels("\(directory)/\(set)-labels-idx1-ubyte.gz")
    return Examples(
      classes: IDX.classes, experts: [], features: try IDX.images("\(directory)/\(set)-images-idx3-ubyte.gz"),
      labels: labels, expertLabels: [])
  }

  private static func evaluate(
    _ surrogate: SurrogateName, training: Examples, test: Examples, seed: UInt64
  ) throws -> Evaluation {
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.cosine = false
    settings.standardize = true
    settings.seed = seed
    settings.threads = 2
    let trained = try Trainer(settings: settings).train(training, training: Array(0..<50_000))
    return Evaluation(
      network: trained.network, surrogate: surrogate, conformal: nil, examples: test,
      rows: Array(0..<test.rows), alpha: 0.1)
  }
}
