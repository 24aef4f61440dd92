import Formats
import Foundation

/// The results of finished trials, one JSON line each, kept so that an interrupted run goes on.
package struct TrialLog: Sendable {
  /// Figures by name, by the trial's id.
  package private(set) var figures: [String: [String: Double]] = [:]
  private let path: String

  /// Opens the log of a directory.
  ///
  /// A last line that was cut off is dropped: its trial runs again.
  ///
  /// - Parameter key: What the trials depend on; a log of another key is refused.
  /// - Throws: `FormatError` where the directory holds results of other settings, or cannot be written to.
  package init(directory: String, key: JSONValue) throws(FormatError) {
    path = directory + "/trials.jsonl"
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      guard FileManager.default.fileExists(atPath: path) else {
        try Data(key.serialise() + [0x0A]).write(to: URL(fileURLWithPath: path), options: .atomic)
        return
      }
      let kept = try Self.read(try Data(contentsOf: URL(fileURLWithPath: path)), path: path, key: key)
      figures = kept.figures
      try Data(kept.lines.joined(separator: [0x0A]) + [0x0A]).write(
        to: URL(fileURLWithPath: path), options: .atomic)
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(
        file: path, problem: "cannot be written: \(error.localizedDescription)",
        cure: "give a directory of yours by --out")
    }
  }

  /// Keeps a trial's figures.
  package mutating func append(_ id: String, figures: [String: Double], seconds: Double) throws(FormatError) {
    self.figures[id] = figures
    let members = figures.sorted { $0.key < $1.key }.map { JSONMember($0.key, .number($0.value)) }
    let line = JSONValue.object([
      JSONMember("trial", .string(id)), JSONMember("seconds", .number((seconds * 1000).rounded() / 1000)),
      JSONMember("figures", .object(members)),
    ])
    do {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: line.serialise() + [0x0A])
    } catch {
      throw FormatError(
        file: path, problem: "cannot be written: \(error.localizedDescription)",
        cure: "make room, and run again")
    }
  }

  private static func read(
    _ data: Data, path: String, key: JSONValue
  ) throws(FormatError) -> (lines: [Data], figures: [String: [String: Double]]) {
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false).map { Data($0) }
    // Behind the last line end is nothing, or a line that was cut off.
    lines.removeLast()
    guard let first = lines.first, (try? JSONValue.parse(Array(first))) == key else {
      throw FormatError(
        file: path, problem: "holds results of other data or settings",
        cure: "give another directory by --out, or remove this one")
    }
    var figures: [String: [String: Double]] = [:]
    for (index, line) in lines.enumerated().dropFirst() {
      guard let value = try? JSONValue.parse(Array(line)), let id = value["trial"]?.string,
        let members = value["figures"]?.members
      else {
        throw FormatError(
          file: path, place: "line \(index + 1)", problem: "is no trial's result", cure: "remove the line")
      }
      figures[id] = Dictionary(
        uniqueKeysWithValues: members.compactMap { member in
          member.value.number.map { (member.key, $0) }
        })
    }
    return (lines, figures)
  }
}
