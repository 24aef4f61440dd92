import DeferralService
import Formats
import Foundation
import Glibc
import HTTPServer
import Logging
import TestSupport
import Testing

@Suite struct JSONLogHandlerTests {
  /// The objects that a logger writes.
  private func lines(_ use: (inout Logger) -> Void) throws -> [[String: Any]] {
    let directory = try TemporaryDirectory()
    let file = open(directory("log"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(file) }
    let writer = LineWriter(descriptor: file)
    var logger = Logger(label: "test") { label in
      JSONLogHandler(label: label, writer: writer) { 1_795_567_201_123 }
    }
    use(&logger)
    writer.flush()
    return try String(contentsOfFile: directory("log"), encoding: .utf8).split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `a line has time, level, label and message`() throws {
    let line = try lines { $0.warning("the \"disk\" is\nfull") }[0]
    #expect(line["time"] as? String == "2026-11-25T00:40:01.123Z")
    #expect(line["level"] as? String == "warning" && line["label"] as? String == "test")
    #expect(line["message"] as? String == "the \"disk\" is\nfull")
    #expect(line.count == 4)
  }

  @Test func `metadata of all kinds is kept, and the event's wins`() throws {
    let line = try lines { logger in
      logger[metadataKey: "a"] = "logger"
      logger[metadataKey: "b"] = "logger"
      logger.info("x", metadata: ["b": "event", "c": ["1", "2"], "d": ["e": .stringConvertible(3)]])
    }[0]
    let metadata = try #require(line["metadata"] as? [String: Any])
    #expect(metadata["a"] as? String == "logger" && metadata["b"] as? String == "event")
    #expect(metadata["c"] as? [String] == ["1", "2"])
    #expect((metadata["d"] as? [String: String]) == ["e": "3"])
  }

  @Test func `what is below the level is not written`() throws {
    let lines = try lines { logger in
      logger.logLevel = .error
      logger.warning("no")
      logger.error("yes")
    }
    #expect(lines.map { $0["message"] as? String } == ["yes"])
  }
}
