import Formats
import Foundation
import LearningToDefer
import TestSupport
import Testing

private let state = TrainingCheckpoint(
  parameters: [0.1, -2, .leastNonzeroMagnitude], firstMoments: [1, 2, 3], secondMoments: [4, 5, 6],
  scaler: InputScaler(mean: [1, 2], scale: [3, 0.25]), epoch: 3, rowsSeen: 512, lossSum: 0.1 + 0.2,
  results: [
    EpochResult(epoch: 1, trainingLoss: 1.0 / 3, validationLoss: nil),
    EpochResult(epoch: 2, trainingLoss: 0.25, validationLoss: 1e-300),
  ], bestParameters: [7, 8, 9])

private let identity = JSONValue.members([
  "settings": .members(["epochs": .count(10), "hidden": .array([.count(8)])]),
  "data": .members(["sha256": .string("abc")]),
])

struct CheckpointFileTests {
  private let directory: TemporaryDirectory
  private var file: CheckpointFile { CheckpointFile(ofBundle: directory("model/")) }

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a state that is written is read again, bit for bit`() throws {
    #expect(!file.exists && file.path == directory("model.checkpoint.safetensors"))
    try file.write(state, of: identity)
    #expect(try file.read(of: identity) == state)
    var descent = state
    (descent.secondMoments, descent.scaler, descent.bestParameters) = ([], nil, nil)
    (descent.results, descent.lossSum) = ([], 12)
    try file.write(descent, of: identity)
    #expect(try file.read(of: identity) == descent)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["model.checkpoint.safetensors"])
    file.remove()
    #expect(!file.exists)
  }

  @Test(arguments: [
    (["settings", "epochs"], "settings.epochs is 10 there and 20 here"),
    (["settings", "hidden"], "settings.hidden is [8] there and 20 here"),
    (["data", "sha256"], #"data.sha256 is "abc" there and 20 here"#),
    (["settings", "warm_up"], "settings.warm_up is null there and 20 here"),
  ])
  func `another training's state is refused, and the difference named`(place: [String], message: String)
    throws
  {
    try file.write(state, of: identity)
    var other = identity
    var part = other[place[0]] ?? .null
    part[place[1]] = .count(20)
    other[place[0]] = part
    let error = #expect(throws: FormatError.self) { try file.read(of: other) }
    #expect(error?.description.contains("is of another training: \(message);") ?? false, "\(error as Any)")
  }

  @Test func `a file that is no checkpoint, or is cut off, is refused`() throws {
    try file.write(state, of: identity)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
    for count in [0, 7, 100, bytes.count - 1] {
      try bytes.prefix(count).write(to: URL(fileURLWithPath: file.path))
      #expect(throws: FormatError.self) { try file.read(of: identity) }
    }
    try SafetensorsWriter().write(to: file.path)
    #expect(throws: FormatError.self) { try file.read(of: identity) }
  }
}
