import Formats
import TestSupport

/// A small sound bundle whose parts a test may spoil before it is written.
struct BundleDraft {
  var manifest: JSONValue
  var tensors: [(name: String, shape: [Int], floats: [Float])]
  var doubles: [(name: String, values: [Double])] = []
  var extra: [(name: String, shape: [Int], bytes: [UInt8])] = []

  init() throws {
    manifest = try JSONValue.parse(
      Array(
        #"""
        {"format": "deferral-model/1", "surrogate": "ova", "classes": ["a", "b"], "experts": ["x", "y"],
         "network": {"input": 3, "hidden": [2], "activation": "relu"}}
        """#.utf8))
    tensors = [
      ("layers.0.weight", [2, 3], [1, 2, 3, 4, 5, 6]), ("layers.0.bias", [2], [0, 1]),
      ("layers.1.weight", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), ("layers.1.bias", [4], [0, 1, 2, 3]),
    ]
  }

  /// Adds a sound calibration on five rows.
  mutating func calibrate() throws {
    manifest["conformal"] = try JSONValue.parse(
      Array(
        #"{"statistic": "exact", "rows": 5, "rows_without_correct_expert": 1, "alpha": 0.1, "pool": ["y"]}"#
          .utf8))
    doubles = [
      ("conformal.exact.threshold", [-1, 0.5, .infinity]), ("conformal.exact.fnr", [0, 0.2, 0.4]),
      ("conformal.naive.score", [0.1, 0.9]),
    ]
  }

  mutating func remove(_ name: String) { tensors.removeAll { $0.name == name } }

  mutating func replace(_ name: String, shape: [Int], _ floats: [Float]) {
    remove(name)
    tensors.append((name, shape, floats))
  }

  /// Writes the draft into a directory named `bundle` and returns its path.
  func write(to directory: TemporaryDirectory) throws -> String {
    try directory.makeDirectory("bundle")
    _ = try directory.write("bundle/manifest.json", manifest.serialise())
    var writer = SafetensorsWriter()
    for tensor in tensors { writer.add(tensor.name, shape: tensor.shape, floats: tensor.floats) }
    for tensor in doubles { writer.add(tensor.name, shape: [tensor.values.count], doubles: tensor.values) }
    for tensor in extra { writer.add(tensor.name, shape: tensor.shape, uint8s: tensor.bytes) }
    try writer.write(to: directory("bundle/weights.safetensors"))
    return directory("bundle")
  }
}
