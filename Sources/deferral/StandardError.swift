import Glibc

/// Writes diagnostics and progress.
enum StandardError {
  /// Whether somebody looks at a terminal.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The terminal's width in characters; 80 where it is not known.
  static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes text as it is; there is nowhere to report an error of this.
  static func write(_ text: String) {
    _ = try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
  }
}
