import Formats
import Foundation
import TestSupport
import Testing

struct GzipTests {
  private let directory: TemporaryDirectory
  private let packed: [UInt8]

  init() throws {
    directory = try TemporaryDirectory()
    let lines = (0..<20_000).map { "{\"features\":[\($0),\($0 * 7 % 1000)]}" }.joined(separator: "\n") + "\n"
    packed = Array(
      try Data(contentsOf: URL(fileURLWithPath: directory.writePacked("rows.jsonl.gz", lines.utf8))))
  }

  private func read(_ bytes: [UInt8]) throws -> Int {
    try ExamplesFile.read(directory.write("damaged.jsonl.gz", bytes)).examples.rows
  }

  @Test func `several members one after the other are one file`() throws {
    #expect(try read(packed) == 20_000)
    #expect(try read(packed + packed) == 40_000)
  }

  @Test func `a stream that is cut short is refused wherever it is cut`() throws {
    for length in [1, 9, 10, 11, packed.count / 2, packed.count - 9, packed.count - 1] {
      #expect(
        formatError { _ = try read(Array(packed.prefix(length))) }?.problem == "the gzip stream is cut short")
    }
    #expect(formatError { _ = try read([]) }?.problem == "is empty where gzip is expected")
  }

  @Test func `damaged and foreign bytes are refused`() throws {
    var flipped = packed
    flipped[packed.count - 6] ^= 0x10
    #expect(formatError { _ = try read(flipped) }?.problem.contains("incorrect data check") == true)
    #expect(
      formatError { _ = try read(packed + [1, 2, 3]) }?.problem.contains(
        "bytes that are not gzip follow its end") == true)
    #expect(
      formatError { _ = try read(Array("plain text".utf8)) }?.problem.contains("is not sound gzip") == true)
  }
}
