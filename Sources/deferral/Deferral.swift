import ArgumentParser
import DeferralService
import Glibc

/// `deferral`: who should decide, the classifier or one of several human experts.
@main
struct Deferral: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decide who should decide: the classifier, or one of several human experts.",
    discussion: """
      Example:
        deferral simulate --images train-images-idx3-ubyte.gz \\
          --labels train-labels-idx1-ubyte.gz --seed 1 --out rows.safetensors \\
          --experts 'a=specialist(0.9; 0-4); b=specialist(0.9; 5-9)'
        deferral train --data rows.safetensors --out bundle
        deferral serve --model bundle --data-directory data

      Results go to standard output, diagnostics and progress to standard error. Exit codes: 0 done, \
      64 wrong usage, 65 bad data, 70 an error inside.
      """,
    version: Release.version,
    subcommands: [
      Train.self, Evaluate.self, Predict.self, Calibrate.self, Experts.self, Simulate.self, Inspect.self,
      Serve.self, Reproduce.self,
    ])

  /// Parses the arguments, runs the command and ends the process with one of the four exit codes.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let interruption as Interruption {
      interruption.end()
    } catch {
      guard let failure = Failure(any: error) else { exit(withError: error) }
      StandardError.write("deferral: \(failure.message)\n")
      Glibc.exit(failure.code)
    }
  }
}
