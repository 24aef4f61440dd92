import Formats
import Foundation
import LearningToDefer
import Testing

struct GoldenBundleTests {
  /// One line of `cases.jsonl`.
  private struct Case {
    let features: [Float]
    let answer: JSONValue

    init(_ line: some StringProtocol) throws {
      answer = try JSONValue.parse(Array(line.utf8))
      features = try #require(answer["features"]?.array).compactMap { $0.number.map(Float.init) }
    }

    func numbers(_ key: String, _ names: [String]) -> [Double] {
      names.compactMap { answer[key]?[$0]?.number }
    }
  }

  private func cases(_ name: String) throws -> [Case] {
    let text = try String(contentsOfFile: Fixtures.bundle(name) + "/cases.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map(Case.init)
  }

  @Test(arguments: Fixtures.bundleNames)
  func `a bundle written by PyTorch gives PyTorch's answers`(name: String) throws {
    let bundle = try ModelBundle.read(Fixtures.bundle(name))
    let estimator = bundle.estimator
    let pass = ForwardPass(network: bundle.network, capacity: 1)
    let cases = try cases(name)
    #expect(cases.count >= 25)
    for item in cases {
      try #require(item.features.count == bundle.network.inputs)
      _ = pass.inputs.update(from: item.features)
      let logits = pass.run(rows: 1)
      let expected = try #require(item.answer["logits"]?.array).compactMap(\.number)
      expectClose(logits.map(Double.init), expected)
      expectClose(
        values(estimator.classes) { estimator.classProbabilities(logits, into: $0) },
        item.numbers("class_probabilities", bundle.manifest.classes))
      expectClose(
        values(estimator.experts) { estimator.expertCorrectness(logits, into: $0) },
        item.numbers("expert_correctness", bundle.manifest.experts))
      let h = estimator.predictedClass(logits)
      #expect(bundle.manifest.classes[h] == item.answer["prediction"]?.string)
      let maker = DecisionRule.decide(
        logits, predictedClass: h, estimator: estimator, available: ExpertSet(all: estimator.experts))
      let expert: String? = if case .expert(let index) = maker { bundle.manifest.experts[index] } else { nil }
      #expect(expert == item.answer["expert"]?.string)
      #expect((expert == nil ? "predict" : "defer") == item.answer["action"]?.string)
    }
  }

  private func values(_ count: Int, _ fill: (UnsafeMutableBufferPointer<Double>) -> Void) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      fill(buffer)
      initialized = count
    }
  }

  private func expectClose(_ values: [Double], _ expected: [Double]) {
    #expect(values.count == expected.count)
    for (value, wanted) in zip(values, expected) { #expect(abs(value - wanted) < 1e-4) }
  }
}
