import Formats
import LearningToDefer
import TestSupport
import Testing

struct SurrogateBundleTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The rows of each surrogate's head for two classes and two experts.
  private static let heads: [(surrogate: String, rows: Int)] = [
    ("ova", 4), ("softmax", 4), ("moe", 5), ("classifier", 2), ("rejector", 2),
  ]

  private func draft(_ surrogate: String, rows: Int) throws -> BundleDraft {
    var draft = try BundleDraft()
    draft.manifest["surrogate"] = .string(surrogate)
    draft.replace("layers.1.weight", shape: [rows, 2], (0..<rows * 2).map { Float($0) })
    draft.replace("layers.1.bias", shape: [rows], [Float](repeating: 0, count: rows))
    return draft
  }

  @Test(arguments: heads)
  func `every surrogate's head is read and written again`(surrogate: String, rows: Int) throws {
    let bundle = try ModelBundle.read(draft(surrogate, rows: rows).write(to: directory))
    #expect(bundle.manifest.surrogate.rawValue == surrogate)
    #expect(bundle.network.outputs == rows)
    try bundle.write(to: directory("copy"))
    #expect(try ModelBundle.read(directory("copy")).network == bundle.network)
  }

  @Test(arguments: [
    ("moe", 4, "the manifest wants [5, 2]: 2 classes, the classifier's weight and 2 experts"),
    ("classifier", 4, "the manifest wants [2, 2]: 2 classes, for a classifier learns nothing of experts"),
    ("rejector", 4, "the manifest wants [2, 2]: 2 experts, for a rejector has no classes"),
  ])
  func `a head of another surrogate is refused and the right one explained`(
    surrogate: String, rows: Int, problem: String
  ) throws {
    let path = try draft(surrogate, rows: rows).write(to: directory)
    let error = formatError { _ = try ModelBundle.read(path) }
    #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
  }

  @Test func `a classifier may know nobody, whoever defers must`() throws {
    var draft = try draft("classifier", rows: 2)
    draft.manifest["experts"] = .array([])
    let bundle = try ModelBundle.read(draft.write(to: directory))
    #expect(bundle.manifest.experts.isEmpty && !bundle.estimator.defers)
    draft.manifest["surrogate"] = .string("rejector")
    let path = try draft.write(to: directory)
    #expect(formatError { _ = try ModelBundle.read(path) }?.place?.contains("#/experts") == true)
  }

  @Test func `a classifier with conformal sets is refused`() throws {
    var draft = try draft("classifier", rows: 2)
    try draft.calibrate()
    let path = try draft.write(to: directory)
    let error = formatError { _ = try ModelBundle.read(path) }
    #expect(error?.problem.contains("never defers has no conformal sets") == true)
  }

  @Test(
    arguments: [
      ([0.5, 0.5, 1, -1] as [Float], nil), ([2, 6, 1, -1], nil), ([0, 1, 1, -1], nil),
      ([-0.5, 1.5, 1, -1], "row 1 begins with numbers that are no class probabilities"),
      ([0, 0, 1, -1], "row 1 begins with numbers that are no class probabilities"),
      ([3e38, 3e38, 1, -1], "row 1 begins with numbers that are no class probabilities"),
    ] as [([Float], String?)])
  func `a rejector's calibration rows begin with class probabilities`(row: [Float], problem: String?) throws {
    var draft = try draft("rejector", rows: 2)
    try draft.calibrate()
    let sound: [Float] = [0.25, 0.75, 2, 1]
    draft.replace("conformal.rows.logits", shape: [5, 4], sound + row + sound + sound + sound)
    draft.extra = [("conformal.rows.correct", [5, 2], [1, 0, 0, 1, 1, 1, 0, 0, 1, 0])]
    let path = try draft.write(to: directory)
    guard let problem else {
      let rows = try ModelBundle.read(path).conformal?.calibrationRows
      #expect(rows?.count == 5)
      #expect(rows?.logits[4..<8].elementsEqual(row) == true)
      return
    }
    let error = formatError { _ = try ModelBundle.read(path) }
    #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
  }

  @Test func `the largest counts of answers that can be added up are read`() throws {
    var draft = try BundleDraft()
    draft.replace("experts.confusion", shape: [2, 2, 2], [Float](repeating: 0x1p53, count: 8))
    let confusion = try #require(try ModelBundle.read(draft.write(to: directory)).confusion)
    #expect(confusion.accuracy == [0.5, 0.5])
    #expect(confusion.counts.allSatisfy { $0 == 0x1p53 })
  }
}
