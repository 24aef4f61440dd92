import Formats
import LearningToDefer

/// Keeps a command's trainings: every so many minutes, and when it is asked to stop.
final class Checkpointing {
  /// Where one training is kept, and what identifies it.
  struct Place {
    let file: CheckpointFile
    let identity: JSONValue
  }

  private let pause: Duration?
  private let signals = StopSignals()
  private let clock = ContinuousClock()
  private var written: ContinuousClock.Instant
  private var cause: (any Error)?

  /// - Parameter minutes: Between two checkpoints; 0 writes one only when asked to stop.
  init(minutes: Double) {
    pause = minutes > 0 ? .seconds(minutes * 60) : nil
    written = clock.now
  }

  /// Why a training was cancelled: a signal, or a state that could not be read or kept.
  func cause(of error: TrainingError) -> any Error { error == .cancelled ? cause ?? error : error }

  /// The state that is kept; nil if there is none.
  func load(_ place: Place) throws(TrainingError) -> TrainingCheckpoint? {
    guard place.file.exists else { return nil }
    do throws(FormatError) {
      return try place.file.read(of: place.identity)
    } catch {
      cause = error
      throw .cancelled
    }
  }

  /// Takes notice of a moment between two steps: writes the state if it is time to, and stops if asked to.
  func keep(
    _ place: Place, now: Bool = false, _ capture: () -> TrainingCheckpoint
  ) throws(TrainingError) {
    if let signal = signals.arrived { try stop(place, signal, capture()) }
    guard now || pause.map({ clock.now - written >= $0 }) ?? false else { return }
    do throws(FormatError) {
      try place.file.write(capture(), of: place.identity)
    } catch {
      StandardError.write("deferral: \(error); the training goes on without this checkpoint\n")
    }
    written = clock.now
  }

  private func stop(_ place: Place, _ signal: Int32, _ state: TrainingCheckpoint) throws(TrainingError) {
    do throws(FormatError) {
      try place.file.write(state, of: place.identity)
      cause = Interruption(
        signal: signal,
        message: "the training is kept in \(place.file.path); the same command with --resume goes on")
    } catch {
      cause = error
    }
    throw .cancelled
  }
}
