import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

struct BundleWritingTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func calibrated() throws -> ModelBundle {
    let network = Network(
      inputs: 3, hidden: [5, 4], outputs: 5, activation: .gelu,
      scaler: InputScaler(mean: [1, 2, 3], scale: [1, 2, 0.5]), seed: 3)
    let manifest = ModelManifest(
      surrogate: .softmax, classes: ["a", "b", "ü"], experts: ["x", "y.1"], network: network)
    var random = SeededGenerator(seed: 5)
    let logits = (0..<200 * 5).map { _ in Float(random.uniform() * 6 - 3) }
    let correct = (0..<200 * 2).map { _ in random.index(below: 2) == 0 }
    var bundle = ModelBundle(manifest: manifest, network: network, conformal: nil)
    bundle.conformal = ConformalCalibration(
      logits: logits, correct: correct, estimator: bundle.estimator, pool: [0, 1], alpha: 0.25)
    return bundle
  }

  @Test func `a bundle reads back exactly, with its calibration and its confusion matrices`() throws {
    var bundle = try calibrated()
    bundle.confusion = ConfusionMatrices(counts: (0..<18).map(Double.init), experts: 2, classes: 3)
    bundle.manifest.version = "7"
    bundle.manifest.training = .object([JSONMember("seed", .integer(1))])
    try bundle.write(to: directory("bundle"))
    let read = try ModelBundle.read(directory("bundle/"))
    #expect(read.network == bundle.network)
    #expect(read.conformal == bundle.conformal)
    #expect(read.confusion == bundle.confusion)
    #expect(read.conformal?.calibrationRows?.count == 200)
    #expect(read.manifest.classes == ["a", "b", "ü"])
    #expect(read.manifest.surrogate == .softmax)
    #expect(read.manifest.version == "7")
    #expect(read.manifest.training == bundle.manifest.training)
    #expect(try directory.names() == ["bundle"])
    #expect(try directory.names("bundle") == ["manifest.json", "weights.safetensors"])
  }

  @Test func `maps are written and read back to the bit, with what else stood beside them`() throws {
    var bundle = try calibrated()
    let isotonic = try #require(
      IsotonicMap(outputs: [-0.1, 1.0 / 3, 1e300], probabilities: [0, 0.1 + 0.2, 1]))
    let maps = CalibrationMaps(
      classifier: .platt(slope: 1.0 / 3, intercept: -0.1),
      experts: [.isotonic(isotonic), .temperature(0.1 + 0.2)])
    bundle.manifest.calibration = maps
    try bundle.write(to: directory("bundle"))
    var read = try ModelBundle.read(directory("bundle"))
    #expect(read.manifest.calibration == maps)
    #expect(read.estimator.maps == maps)

    let path = directory("bundle/manifest.json")
    var json = try JSONValue.parse(Array(Data(contentsOf: URL(fileURLWithPath: path))))
    var expert = try #require(json["calibration"]?["x"])
    expert["note"] = .string("kept")
    json["calibration"] = .object([JSONMember("x", expert)])
    try Data(json.serialise()).write(to: URL(fileURLWithPath: path))
    read = try ModelBundle.read(directory("bundle"))
    #expect(read.manifest.calibration?.experts == [.isotonic(isotonic), .identity])
    #expect(read.manifest.calibration?.classifier == .identity)
    read.manifest.calibration = CalibrationMaps(classifier: .identity, experts: [.temperature(2), .identity])
    try read.write(to: directory("bundle"))
    json = try JSONValue.parse(Array(Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(json["calibration"]?["x"]?["note"] == .string("kept"))
    #expect(json["calibration"]?["x"]?["outputs"] == nil)
    #expect(json["calibration"]?["classifier"]?["map"] == .string("none"))
    read.manifest.calibration = nil
    try read.write(to: directory("bundle"))
    #expect(try ModelBundle.read(directory("bundle")).manifest.json["calibration"] == nil)
  }

  @Test(arguments: Fixtures.bundleNames)
  func `a bundle from PyTorch survives being written again`(name: String) throws {
    let bundle = try ModelBundle.read(Fixtures.bundle(name))
    try bundle.write(to: directory("copy"))
    let copy = try ModelBundle.read(directory("copy"))
    #expect(copy.network == bundle.network)
    #expect(copy.manifest == bundle.manifest)
  }

  @Test func `unknown keys and their order are kept when a bundle is written again`() throws {
    var draft = try BundleDraft()
    draft.manifest["owner"] = .object([JSONMember("z", .integer(1)), JSONMember("a", .array([.null]))])
    var network = try #require(draft.manifest["network"])
    network["note"] = .string("kept")
    draft.manifest["network"] = network
    let path = try draft.write(to: directory)
    var bundle = try ModelBundle.read(path)
    bundle.manifest.version = "2"
    try bundle.write(to: path)
    let written = try JSONValue.parse(Array(Data(contentsOf: URL(fileURLWithPath: path + "/manifest.json"))))
    draft.manifest["version"] = .string("2")
    #expect(written == draft.manifest)
  }

  @Test func `a bundle is replaced as a whole and the owner's other files stay`() throws {
    let path = try BundleDraft().write(to: directory)
    _ = try directory.write("bundle/README.md", "mine".utf8)
    try directory.makeDirectory("bundle/plots")
    _ = try directory.write("bundle/plots/a.png", [1])
    let bundle = try calibrated()
    try bundle.write(to: path)
    #expect(try ModelBundle.read(path).network == bundle.network)
    #expect(try directory.names("bundle") == ["README.md", "manifest.json", "plots", "weights.safetensors"])
    #expect(try directory.names("bundle/plots") == ["a.png"])
    #expect(try directory.names() == ["bundle"])
  }

  @Test func `a calibration that is taken away is gone from the file too`() throws {
    var bundle = try calibrated()
    try bundle.write(to: directory("bundle"))
    bundle = try ModelBundle.read(directory("bundle"))
    bundle.conformal = nil
    try bundle.write(to: directory("bundle"))
    #expect(try ModelBundle.read(directory("bundle")).conformal == nil)
  }

  @Test func `readers see a whole bundle at every instant while it is replaced`() async throws {
    let path = directory("bundle")
    let bundles = try [calibrated(), ModelBundle.read(Fixtures.bundle("ova-relu-5"))]
    try bundles[0].write(to: path)
    async let writer: Void = {
      for round in 1...40 { try bundles[round % 2].write(to: path) }
    }()
    var seen = 0
    for _ in 0..<400 {
      // The manifest and the weights are two opens; a reader between them may see one of each, never half a file.
      guard let bundle = try? ModelBundle.read(path) else { continue }
      #expect(bundles.contains { $0.network == bundle.network })
      seen += 1
    }
    try await writer
    #expect(seen > 0)
    #expect(try ModelBundle.read(path).network == bundles[0].network)
  }

  @Test func `a directory that is no bundle is not replaced`() throws {
    try directory.makeDirectory("documents")
    _ = try directory.write("documents/letter.txt", "dear".utf8)
    let bundle = try calibrated()
    let error = formatError { try bundle.write(to: directory("documents")) }
    #expect(error?.problem == "is a directory that holds no bundle")
    #expect(try directory.names("documents") == ["letter.txt"])
    #expect(formatError { try ModelBundle.checkDestination(directory("documents")) } != nil)
    #expect(formatError { try ModelBundle.checkDestination(directory("no/such/bundle")) } != nil)
    try directory.makeDirectory("empty")
    try bundle.write(to: directory("empty"))
    #expect(try ModelBundle.read(directory("empty")).network == bundle.network)
  }

  @Test func `a link to a bundle keeps pointing at it`() throws {
    let bundle = try calibrated()
    try bundle.write(to: directory("real"))
    try FileManager.default.createSymbolicLink(
      atPath: directory("link"), withDestinationPath: directory("real"))
    let other = try ModelBundle.read(Fixtures.bundle("ova-relu-5"))
    try other.write(to: directory("link"))
    #expect(try ModelBundle.read(directory("real")).network == other.network)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory("link")) == directory("real"))
  }
}
