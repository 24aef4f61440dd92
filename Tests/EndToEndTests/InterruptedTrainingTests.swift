import Formats
import Foundation
import TestSupport
import Testing

/// Trainings and searches that are stopped, killed and resumed.
@Suite struct InterruptedTrainingTests {
  private let directory: TemporaryDirectory
  private let data: String

  init() throws {
    directory = try TemporaryDirectory()
    data = try CommandLineData.write(rows: 2000, seed: 1, to: directory("rows.jsonl"))
  }

  private func train(_ name: String, _ more: [String]) -> [String] {
    ["train", "--data", data, "--out", directory(name), "--hidden", "8", "--threads", "1"] + more
  }

  private func weights(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: directory(name) + "/weights.safetensors"))
  }

  private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: directory(name)) }

  @Test func `a training that signals end again and again comes to the same bits`() throws {
    let long = ["--epochs", "1500", "--patience", "0", "--batch-size", "32"]
    let kept = "model.checkpoint.safetensors"
    #expect(try DeferralProgram.run(train("whole", long)).status == 0)

    // It may be killed at any step, so it keeps every few.
    let killed = try StartedProgram(train("model", long + ["--checkpoint-every", "0.0003"]))
    #expect(killed.wait { exists(kept) })
    #expect(killed.stop(SIGKILL) == SIGKILL)
    for signal in [SIGINT, SIGTERM] {
      let asked = try StartedProgram(train("model", long + ["--resume", "--checkpoint-every", "0"]))
      #expect(asked.wait { asked.errors.contains("rows/s") })
      #expect(asked.stop(signal) == signal)
      #expect(
        asked.errors.contains("the training is kept in \(directory(kept)); the same command with --resume"))
      #expect(exists(kept) && !exists("model"))
    }

    let other = try DeferralProgram.run(train("model", long + ["--resume", "--learning-rate", "0.01"]))
    #expect(other.status == 65)
    #expect(other.errors.contains("settings.learning_rate is 0.001 there and 0.01 here"))
    let resumed = try DeferralProgram.run(train("model", long + ["--resume"]))
    #expect(
      resumed.status == 0 && resumed.errors.hasPrefix("deferral: going on in epoch "), "\(resumed.errors)")
    #expect(try weights("model") == weights("whole"))
    #expect(!exists(kept))
  }

  @Test func `without a checkpoint resuming starts from the beginning`() throws {
    let run = try DeferralProgram.run(train("model", ["--epochs", "2", "--resume"]))
    #expect(run.status == 0 && run.errors.contains("starting from the beginning"))
  }

  @Test func `a search tells what it tried, and its winner is a plain training's model`() throws {
    let grid = [
      "--epochs", "9", "--search-widths", "4,8", "--search-rates", "0.003,0.01", "--search-decays", "0,0.001",
    ]
    let whole = try DeferralProgram.run(train("whole", grid + ["--search", "--json"]))
    #expect(
      whole.status == 0 && whole.errors.contains("8 for 3, 3 for 9; 42 epochs in all"), "\(whole.errors)")
    let search = try #require(whole.json["training"]?["search"])
    #expect(search["trials"]?.array?.count == 8)
    let winner = try #require(search["trials"]?.array?.first)
    let settings = try #require(try ModelBundle.read(directory("whole")).manifest.training?["settings"])
    for key in ["hidden", "learning_rate", "weight_decay"] { #expect(settings[key] == winner[key]) }
    #expect(winner["validation_loss"] == (try whole.json["training"]?["metrics"]?["validation_loss"]))

    let plain = try ["hidden", "learning_rate", "weight_decay"].flatMap { key in
      let value = try #require(winner[key])
      let text = String(decoding: (value.array?.first ?? value).serialise(), as: UTF8.self)
      return ["--" + key.replacingOccurrences(of: "_", with: "-"), text]
    }
    #expect(try DeferralProgram.run(train("plain", ["--epochs", "9"] + plain)).status == 0)
    #expect(try weights("plain") == weights("whole"))

    let started = try StartedProgram(train("model", grid + ["--search"]))
    #expect(started.wait { exists("model.search/trial-2.safetensors") })
    #expect(started.stop(SIGKILL) == SIGKILL)
    let resumed = try DeferralProgram.run(train("model", grid + ["--search", "--resume"]))
    #expect(resumed.status == 0 && resumed.output.hasPrefix("search:\nhidden"), "\(resumed.errors)")
    #expect(try weights("model") == weights("whole"))
    #expect(!exists("model.search"))
  }

  @Test func `class weights, warm-up, clipping and blocks are trained with and recorded`() throws {
    let options = [
      "--class-weights", "left=3", "--warm-up", "0.1", "--clip-norm", "1.5", "--shuffle-blocks", "20",
      "--epochs", "2",
    ]
    #expect(try DeferralProgram.run(train("model", options)).status == 0)
    let settings = try #require(try ModelBundle.read(directory("model")).manifest.training?["settings"])
    #expect(settings["class_weights"]?["left"]?.number == 3)
    #expect(settings["warm_up"]?.number == 0.1 && settings["clip_norm"]?.number == 1.5)
    #expect(settings["shuffle_block"]?.integer == 20)
    let stranger = try DeferralProgram.run(train("other", ["--class-weights", "middle=3"]))
    let refusal = #"--class-weights must not name classes that the data do not have, as "middle""#
    #expect(stranger.status == 64 && stranger.errors.contains(refusal))
  }
}
