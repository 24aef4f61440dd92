import Glibc

/// Keeps a reader that left from ending the process: `write` and `sendfile` have no flag against SIGPIPE, as `send` has.
enum BrokenPipes {
  /// Ignored from the first look on, where the process had no answer of its own to the signal.
  static let areIgnored: Void = {
    var action = sigaction()
    sigaction(SIGPIPE, nil, &action)
    if action.__sigaction_handler.sa_handler == nil { signal(SIGPIPE, SIG_IGN) }
  }()
}
