import Formats
import Foundation
import Reproduction
import TestSupport
import Testing

struct TrialLogTests {
  private static let key = JSONValue.object([JSONMember("seeds", .integer(3))])
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private var path: URL { URL(fileURLWithPath: directory("trials.jsonl")) }

  private func open(_ key: JSONValue = key) throws -> TrialLog {
    try TrialLog(directory: directory.path, key: key)
  }

  @Test func `results are there again, to the last bit`() throws {
    var log = try open()
    let figures = ["x": 0.1 + 0.2, "y": 1 / 3.0, "z": 1e-300]
    try log.append("a/seed=1", figures: figures, seconds: 1.5)
    #expect(try open().figures == ["a/seed=1": figures])
  }

  @Test func `a line that was cut off is dropped, and the log goes on`() throws {
    var log = try open()
    try log.append("a/seed=1", figures: ["x": 1], seconds: 1)
    try log.append("a/seed=2", figures: ["x": 2], seconds: 1)
    let whole = try Data(contentsOf: path)
    for cut in [1, 5, 30] {
      try whole.dropLast(cut).write(to: path)
      var resumed = try open()
      #expect(resumed.figures == ["a/seed=1": ["x": 1]])
      try resumed.append("a/seed=2", figures: ["x": 2], seconds: 1)
      #expect(try open().figures.count == 2)
    }
  }

  @Test func `results of other settings are refused and left alone`() throws {
    var log = try open()
    try log.append("a/seed=1", figures: ["x": 1], seconds: 1)
    let before = try Data(contentsOf: path)
    #expect(throws: FormatError.self) { try open(.object([JSONMember("seeds", .integer(5))])) }
    #expect(try Data(contentsOf: path) == before)
  }

  @Test func `a line that is no result is named`() throws {
    _ = try open()
    var text = try Data(contentsOf: path)
    text.append(Data("{\"trial\": 3}\n".utf8))
    try text.write(to: path)
    let error = #expect(throws: FormatError.self) { try open() }
    #expect(error?.place == "line 2")
  }

  @Test func `an empty file is refused, not written over`() throws {
    try Data().write(to: path)
    #expect(throws: FormatError.self) { try open() }
  }
}
