import Formats
import TestSupport
import Testing

struct MalformedMapsTests {
  private static func manifest(_ maps: String) throws -> String {
    var root = try BundleDraft().manifest
    root["calibration"] = try JSONValue.parse(Array(maps.utf8))
    return String(decoding: root.serialise(), as: UTF8.self)
  }

  @Test(arguments: [
    ("[]", "#/calibration", "must be an object"),
    (#"{"z": {"map": "none"}}"#, "#/calibration/z", "neither \"classifier\" nor among"),
    (#"{"x": "none"}"#, "#/calibration/x", "must be an object"),
    (#"{"x": {}}"#, "#/calibration/x", "\"map\" is missing"),
    (#"{"x": {"map": "beta"}}"#, "#/calibration/x/map", "\"beta\" is no map"),
    (#"{"x": {"map": 1}}"#, "#/calibration/x/map", "must be a string"),
    (#"{"x": {"map": "temperature"}}"#, "#/calibration/x", "\"temperature\" is missing"),
    (#"{"x": {"map": "temperature", "temperature": 0}}"#, "#/calibration/x/temperature", "above 0"),
    (
      #"{"x": {"map": "temperature", "temperature": "1"}}"#, "#/calibration/x/temperature", "must be a number"
    ),
    (
      #"{"classifier": {"map": "platt", "slope": 1}}"#, "#/calibration/classifier", "\"intercept\" is missing"
    ),
    (#"{"x": {"map": "platt", "slope": -1, "intercept": 0}}"#, "#/calibration/x/slope", "above 0"),
    (#"{"x": {"map": "isotonic", "outputs": [1]}}"#, "#/calibration/x", "\"probabilities\" is missing"),
    (#"{"x": {"map": "isotonic", "outputs": [], "probabilities": []}}"#, "#/calibration/x", "at least one"),
    (#"{"x": {"map": "isotonic", "outputs": [1, 2], "probabilities": [0.5]}}"#, "#/calibration/x", "as many"),
    (
      #"{"x": {"map": "isotonic", "outputs": [2, 1], "probabilities": [0.1, 0.2]}}"#, "#/calibration/x",
      "rising strictly"
    ),
    (
      #"{"x": {"map": "isotonic", "outputs": [1, 2], "probabilities": [0.3, 0.2]}}"#, "#/calibration/x",
      "never falling"
    ),
    (
      #"{"x": {"map": "isotonic", "outputs": [1, 2], "probabilities": [0.3, 1.5]}}"#, "#/calibration/x",
      "within 0 and 1"
    ),
    (
      #"{"x": {"map": "isotonic", "outputs": [1, null], "probabilities": [0.3, 0.5]}}"#,
      "#/calibration/x/outputs/1", "must be a number"
    ),
  ])
  func `a map that is none is refused with its place`(maps: String, place: String, problem: String) throws {
    let directory = try TemporaryDirectory()
    let bundle = try BundleDraft().write(to: directory)
    let path = try directory.write("bundle/manifest.json", try Self.manifest(maps).utf8)
    let row = Malformed(try Self.manifest(maps), at: place, problem)
    row.expect(formatError { _ = try ModelBundle.read(bundle) }, file: path)
  }
}
