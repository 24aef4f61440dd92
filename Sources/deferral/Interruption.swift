import Glibc

/// Ends a command that was asked to stop, once it has kept what it had.
struct Interruption: Error {
  /// SIGINT or SIGTERM.
  let signal: Int32
  /// How to go on.
  let message: String

  /// Says so and dies of the signal, so that a shell or a supervisor sees what happened.
  func end() -> Never {
    StandardError.write("deferral: \(StopSignals.name(signal)), \(message)\n")
    Glibc.signal(signal, SIG_DFL)
    // Who started the program may have left the signal blocked in this thread.
    var alone = sigset_t()
    sigemptyset(&alone)
    sigaddset(&alone, signal)
    pthread_sigmask(SIG_UNBLOCK, &alone, nil)
    raise(signal)
    exit(128 + signal)
  }
}
