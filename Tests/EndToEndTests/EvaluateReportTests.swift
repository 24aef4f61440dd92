import Formats
import Foundation
import FoundationXML
import TestSupport
import Testing

/// `deferral evaluate --report`.
struct EvaluateReportTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a page is written beside the figures, which stay the same`() throws {
    let (model, data) = try CommandLineData.trained(in: directory, ["--group-by", "id-prefix:/"])
    let arguments = ["evaluate", "--model", model, "--data", data, "--fold", "gate", "--json"]
    let plain = try DeferralProgram.run(arguments)
    let drawn = try DeferralProgram.run(arguments + ["--report", directory("page.html")])
    #expect(drawn.status == 0 && drawn.output == plain.output, "\(drawn.errors)")
    let page = try String(contentsOfFile: directory("page.html"), encoding: .utf8)
    #expect(XMLParser(data: Data(page.utf8)).parse())
    #expect(page.contains("group night-") && page.contains("ann  ECE"))
  }

  @Test func `a page that cannot be written is told`() throws {
    let (model, data) = try CommandLineData.trained(in: directory)
    let run = try DeferralProgram.run([
      "evaluate", "--model", model, "--data", data, "--report", directory("nowhere/page.html"),
    ])
    #expect(run.status == 65)
    #expect(run.errors.contains("page.html: cannot be written"))
  }
}
