import Formats
import Foundation
import TestSupport
import Testing

/// `deferral reproduce` as it is called.
struct ReproduceCommandTests {
  private let directory: TemporaryDirectory
  private let data: String

  init() throws {
    directory = try TemporaryDirectory()
    data = try CommandLineData.write(rows: 1500, seed: 4, to: directory("rows.jsonl"))
  }

  private func reproduce(_ more: [String]) throws -> DeferralProgram.Output {
    try DeferralProgram.run(
      ["reproduce", "--data", data, "--group-by", "id-prefix:/", "--out", directory("out")] + more)
  }

  @Test func `one figure is made, resumed and joined by another`() throws {
    let first = try reproduce(["--quick", "--only", "fig2d", "--threads", "2", "--json"])
    #expect(first.status == 0, "\(first.errors)")
    let json = try first.json
    #expect(json["experiments"]?.array?.first?["id"]?.string == "expert-dependence")
    #expect(first.errors.contains("trial 30/30"))
    for name in ["report.html", "expert-dependence.svg", "results.csv", "results.json", "trials.jsonl"] {
      #expect(FileManager.default.fileExists(atPath: directory("out/" + name)), "\(name)")
    }
    let again = try reproduce(["--quick", "--only", "fig2c", "--threads", "1", "--json"])
    #expect(again.output == first.output)
    #expect(!again.errors.contains("29/30"))
    let more = try reproduce(["--quick", "--only", "fig2"])
    #expect(more.errors.contains("trial 30/63"))
    #expect(more.output.contains("wrote \(directory("out"))/report.html"))
  }

  @Test func `results of other settings are refused`() throws {
    try FileManager.default.createDirectory(atPath: directory("out"), withIntermediateDirectories: true)
    try Data("{\"format\":\"deferral-trials/1\"}\n".utf8).write(
      to: URL(fileURLWithPath: directory("out/trials.jsonl")))
    let run = try reproduce(["--quick", "--only", "fig2d"])
    #expect(run.status == 65)
    #expect(run.errors.contains("holds results of other data or settings"))
  }

  @Test(arguments: [["--only", "fig9"], ["--threads", "0"]])
  func `wrong usage is told`(arguments: [String]) throws {
    let run = try reproduce(arguments)
    #expect(run.status == 64)
  }
}
