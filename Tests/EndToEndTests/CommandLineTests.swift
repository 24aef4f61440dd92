import Formats
import Foundation
import TestSupport
import Testing

/// What all commands have in common: help, exit codes and where output goes.
@Suite struct CommandLineTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: ["train", "evaluate", "predict", "calibrate", "simulate", "inspect", "serve", "experts"])
  func `every command explains itself with an example`(command: String) throws {
    let help = try DeferralProgram.run([command, "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("deferral \(command) "))
    #expect(help.output.contains("Example"))
    #expect(help.errors.isEmpty)
  }

  @Test(arguments: [
    ["train"], ["train", "--data", "rows.jsonl"], ["bogus"], ["inspect"], ["inspect", "a", "b"],
    ["train", "--data", "x", "--out", "y", "--epochs", "0"],
    ["train", "--data", "x", "--out", "y", "--epochs", "many"],
    ["train", "--data", "x", "--out", "y", "--hidden", "8,x"],
    ["train", "--data", "x", "--out", "y", "--hidden", "0"],
    ["train", "--data", "x", "--out", "y", "--surrogate", "hinge"],
    ["train", "--data", "x", "--out", "y", "--calibration-share", "0.9"],
    ["train", "--data", "x", "--out", "y", "--group-by", "prefix"],
    ["train", "--data", "x", "--out", "y", "--alpha", "0"],
    ["train", "--data", "x", "--out", "y", "--warm-up", "1"],
    ["train", "--data", "x", "--out", "y", "--clip-norm", "0"],
    ["train", "--data", "x", "--out", "y", "--class-weights", "a"],
    ["train", "--data", "x", "--out", "y", "--class-weights", "a=-1"],
    ["train", "--data", "x", "--out", "y", "--search-widths", "8"],
    ["train", "--data", "x", "--out", "y", "--search", "--search-rates", "0.1,fast"],
    ["train", "--data", "x", "--out", "y", "--checkpoint-every", "-1"],
    ["evaluate", "--model", "x", "--data", "y", "--alpha", "1"],
    ["predict", "--model", "x", "--data", "y", "--alpha", "nan"],
    ["experts", "add", "--model", "x"], ["experts", "remove", "ann"],
    ["simulate", "--experts", "a=random", "--seed", "1", "--out", "x.jsonl"],
    ["simulate", "--images", "i", "--experts", "a=random", "--seed", "1", "--out", "x.jsonl"],
    ["simulate", "--data", "d", "--experts", "a=random", "--seed", "1", "--out", "x.csv"],
    ["simulate", "--data", "d", "--experts", "a=random", "--seed", "-1", "--out", "x.jsonl"],
  ])
  func `wrong usage is told on standard error with exit code 64`(arguments: [String]) throws {
    let run = try DeferralProgram.run(arguments)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("Usage: deferral"))
  }

  @Test(arguments: [
    (["--batch-size", "0"], "--batch-size must be from 1 to 16777216"),
    (["--learning-rate=-1"], "--learning-rate must be a positive number"),
    (["--weight-decay=-1"], "--weight-decay must be 0 or more"),
    (["--class-weights", "a=0"], "--class-weights must be numbers from 1e-6 to 1e6"),
    (["--infer-truth", "2"], "--infer-truth must be above 0 and at most 1"),
    (["--shuffle-blocks", "0"], "--shuffle-blocks must be at least 1"),
    (["--optimizer", "sgd", "--momentum", "1"], "--momentum must be at least 0 and below 1"),
    (["--validation-share=-1"], "--validation-share, --calibration-share and --gate-share must be"),
    (["--embedding-rate", "0"], "--embedding-rate must be a positive number"),
  ])
  func `an error names the option as it was typed`(options: [String], problem: String) throws {
    let run = try DeferralProgram.run(["train", "--data", "x", "--out", "y"] + options)
    #expect(run.status == 64)
    #expect(run.errors.contains(problem), "\(run.errors)")
  }

  @Test(arguments: [
    ("--search-rates", "0.1,-1", "each must be a positive number"),
    ("--search-widths", "8,0", "each must be at most 32 layers of 1 to 65536 units"),
    ("--search-decays", "-0.1", "each must be 0 or more"),
  ])
  func `an error in what a search is to try names the list`(option: String, list: String, problem: String)
    throws
  {
    let rows = try CommandLineData.write(rows: 60, seed: 1, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run([
      "train", "--data", rows, "--out", directory("model"), "--search", "\(option)=\(list)",
    ])
    #expect(run.status == 64)
    #expect(run.errors.contains("\(option): \(problem)"), "\(run.errors)")
  }

  @Test func `weights of a class that the data do not have name the option`() throws {
    let rows = try CommandLineData.write(rows: 60, seed: 1, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run([
      "train", "--data", rows, "--out", directory("model"), "--class-weights", "up=2",
    ])
    #expect(run.status == 64)
    #expect(
      run.errors.contains("--class-weights must not name classes that the data do not have, as \"up\""),
      "\(run.errors)")
  }

  @Test func `bad data is told in one line with exit code 65 and nothing is written`() throws {
    let text = #"{"features":[1,2],"label":"a","experts":{"x":"a"}}"# + "\n" + #"{"features":[1,NaN]}"#
    try Data(text.utf8).write(to: URL(fileURLWithPath: directory("rows.jsonl")))
    let run = try DeferralProgram.run([
      "train", "--data", directory("rows.jsonl"), "--out", directory("model"),
    ])
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    #expect(
      run.errors
        == "deferral: \(directory("rows.jsonl")): line 2, #/features/1: NaN is not JSON: send a finite number; correct the line\n"
    )
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["rows.jsonl"])
  }

  @Test func `a model or data that are not there or do not fit are bad data`() throws {
    let (model, data) = try CommandLineData.trained(in: directory)
    let narrow = #"{"features":[1,2]}"#
    try Data(narrow.utf8).write(to: URL(fileURLWithPath: directory("narrow.jsonl")))
    let runs = [
      (
        ["predict", "--model", directory("none"), "--data", data], "none/manifest.json: cannot open the file"
      ),
      (["evaluate", "--model", model, "--data", directory("none.csv")], "none.csv: cannot open the file"),
      (
        ["predict", "--model", model, "--data", directory("narrow.jsonl")],
        "have 2 features, the model takes 3"
      ),
      (
        ["calibrate", "--model", model, "--data", directory("narrow.jsonl")],
        "have 2 features, the model takes 3"
      ),
      (["inspect", directory.path], "manifest.json: cannot open the file"),
      (["train", "--data", data, "--out", directory.path], "is a directory that holds no bundle"),
      (["train", "--data", data, "--out", directory("no/such/place")], "cannot write to the directory"),
    ]
    for (arguments, message) in runs {
      let run = try DeferralProgram.run(arguments)
      #expect(run.status == 65, "\(arguments): \(run.errors)")
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(run.output.isEmpty)
    }
  }

  @Test func `progress is plain lines where nobody looks at a terminal`() throws {
    let data = try CommandLineData.write(rows: 500, seed: 1, to: directory("rows.jsonl"))
    let run = try DeferralProgram.run([
      "train", "--data", data, "--out", directory("model"), "--epochs", "3", "--json",
    ])
    #expect(run.status == 0)
    #expect(!run.errors.contains("\u{1B}") && !run.errors.contains("\r"))
    let last = try #require(run.errors.split(separator: "\n").last)
    #expect(last.hasPrefix("100% epoch 3/3, loss ") && last.hasSuffix(" rows/s"), "\(last)")
    #expect(try run.json["evaluation"]?["rows"]?.integer != nil)
  }
}
