import ArgumentParser

/// The options of `train` that say how it survives an interruption.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Minutes between checkpoints, OUT.checkpoint.safetensors; 0: only on SIGINT or SIGTERM.",
      valueName: "minutes"))
  var checkpointEvery = 5.0

  @Flag(help: "Go on from the checkpoint of the same command; without one start from the beginning.")
  var resume = false

  func validate() throws {
    guard checkpointEvery >= 0, checkpointEvery <= 1e6 else {
      throw ValidationError("--checkpoint-every must be minutes, at least 0.")
    }
  }
}
