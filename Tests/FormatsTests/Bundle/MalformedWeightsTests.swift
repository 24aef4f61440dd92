import Formats
import TestSupport
import Testing

struct MalformedWeightsTests {
  /// How a sound draft is spoilt, and what its refusal must tell.
  struct Spoilt: CustomTestStringConvertible, Sendable {
    let place: String
    let problem: String
    let spoil: @Sendable (inout BundleDraft) throws -> Void

    init(at place: String, _ problem: String, _ spoil: @escaping @Sendable (inout BundleDraft) throws -> Void)
    {
      self.place = place
      self.problem = problem
      self.spoil = spoil
    }

    var testDescription: String { problem }
  }

  @Test(arguments: [
    Spoilt(at: "tensor layers.1.weight", "is missing (the file has") { $0.remove("layers.1.weight") },
    Spoilt(at: "tensor layers.0.bias", "is missing") { $0.remove("layers.0.bias") },
    Spoilt(at: "tensor layers.0.weight", "has the shape [3, 2], the manifest wants [2, 3]") {
      $0.replace("layers.0.weight", shape: [3, 2], [1, 2, 3, 4, 5, 6])
    },
    Spoilt(
      at: "tensor layers.1.weight", "has the shape [3, 2], the manifest wants [4, 2]: 2 classes and 2 experts"
    ) {
      $0.replace("layers.1.weight", shape: [3, 2], [1, 2, 3, 4, 5, 6])
    },
    Spoilt(at: "tensor layers.1.bias", "has the shape [4, 1], the manifest wants [4]") {
      $0.replace("layers.1.bias", shape: [4, 1], [1, 2, 3, 4])
    },
    Spoilt(at: "tensor layers.0.bias", "element 1 is nan") {
      $0.replace("layers.0.bias", shape: [2], [0, .nan])
    },
    Spoilt(at: "tensor layers.1.bias", "element 0 is -inf") {
      $0.replace("layers.1.bias", shape: [4], [-.infinity, 0, 0, 0])
    },
    Spoilt(at: "tensor layers.2.weight", "is no part of a network with 1 hidden layers") {
      $0.replace("layers.2.weight", shape: [1], [1])
    },
    Spoilt(
      at: "tensor conformal.exact.fnr", "is no part of a network with 1 hidden layers and no calibration"
    ) {
      $0.doubles = [("conformal.exact.fnr", [1])]
    },
    Spoilt(at: "tensor input.scale", "is missing beside its partner") {
      $0.replace("input.mean", shape: [3], [0, 0, 0])
    },
    Spoilt(at: "tensor input.scale", "element 2 is 0") {
      $0.replace("input.mean", shape: [3], [0, 0, 0])
      $0.replace("input.scale", shape: [3], [1, 1, 0])
    },
    Spoilt(at: "tensor experts.confusion", "has the shape [2, 2]") {
      $0.replace("experts.confusion", shape: [2, 2], [1, 1, 1, 1])
    },
    Spoilt(at: "tensor experts.confusion", "element 3 is -1") {
      $0.replace("experts.confusion", shape: [2, 2, 2], [1, 1, 1, -1, 0, 0, 0, 0])
    },
    Spoilt(at: "tensor input.mean", "has the shape [2], the manifest wants [3]") {
      $0.replace("input.mean", shape: [2], [0, 0])
      $0.replace("input.scale", shape: [3], [1, 1, 1])
    },
    Spoilt(at: "tensor layers.0.weight", "is U8 where F32, F16 or BF16 is expected") {
      $0.remove("layers.0.weight")
      $0.extra = [("layers.0.weight", [2, 3], [1, 2, 3, 4, 5, 6])]
    },
    Spoilt(at: "tensor conformal.naive.score", "is missing") {
      try $0.calibrate()
      $0.doubles.removeLast()
    },
    Spoilt(at: "tensor conformal.exact.threshold", "falls at element 1") {
      try $0.calibrate()
      $0.doubles[0].values = [0.5, -1, 2]
    },
    Spoilt(at: "tensor conformal.exact.threshold", "element 0 is inf") {
      try $0.calibrate()
      $0.doubles[0].values = [.infinity, .infinity, .infinity]
    },
    Spoilt(at: "tensor conformal.exact.fnr", "has 3 elements beside 2 thresholds") {
      try $0.calibrate()
      $0.doubles[0].values.removeLast()
    },
    Spoilt(at: "tensor conformal.exact.fnr", "rates outside 0 to 1") {
      try $0.calibrate()
      $0.doubles[1].values = [0, 0.2, 1.4]
    },
    Spoilt(at: "tensor conformal.rows.correct", "is missing") {
      try $0.calibrate()
      $0.replace("conformal.rows.logits", shape: [1, 4], [1, 2, 3, 4])
    },
    Spoilt(at: "tensor conformal.rows.logits", "has the shape [1, 3] where [any, 4] is expected") {
      try $0.calibrate()
      $0.replace("conformal.rows.logits", shape: [1, 3], [1, 2, 3])
    },
    Spoilt(at: "tensor conformal.rows.correct", "other than 0 and 1") {
      try $0.calibrate()
      $0.replace("conformal.rows.logits", shape: [1, 4], [1, 2, 3, 4])
      $0.extra = [("conformal.rows.correct", [1, 2], [0, 2])]
    },
    Spoilt(at: "tensor conformal.rows.logits", "not finite") {
      try $0.calibrate()
      $0.replace("conformal.rows.logits", shape: [1, 4], [1, 2, 3, .nan])
      $0.extra = [("conformal.rows.correct", [1, 2], [0, 1])]
    },
    Spoilt(at: "tensor experts.confusion", "element 5 is 1.8014398509481984e+16") {
      // 2^54: sums of such counts are no longer exact.
      $0.replace("experts.confusion", shape: [2, 2, 2], [1, 1, 1, 1, 0, 0x1p54, 0, 0])
    },
    Spoilt(at: "tensor conformal.exact.threshold", "was not fitted on 5 rows, as the manifest says") {
      try $0.calibrate()
      $0.replace("conformal.rows.logits", shape: [1, 4], [1, 2, 3, 4])
      $0.extra = [("conformal.rows.correct", [1, 2], [0, 1])]
    },
  ])
  func `weights that do not fit the manifest are refused with the tensor`(row: Spoilt) throws {
    let directory = try TemporaryDirectory()
    var draft = try BundleDraft()
    try row.spoil(&draft)
    let bundle = try draft.write(to: directory)
    let error = formatError { _ = try ModelBundle.read(bundle) }
    Malformed("", at: row.place, row.problem).expect(error, file: bundle + "/weights.safetensors")
  }

  @Test func `the draft itself is sound, calibrated or not`() throws {
    let directory = try TemporaryDirectory()
    var draft = try BundleDraft()
    #expect(try ModelBundle.read(draft.write(to: directory)).conformal == nil)
    try draft.calibrate()
    let conformal = try #require(try ModelBundle.read(draft.write(to: directory)).conformal)
    #expect(conformal.pool == [1])
    #expect(conformal.exact.thresholds == [-1, 0.5, .infinity])
    #expect(conformal.calibrationRows == nil)
  }
}
