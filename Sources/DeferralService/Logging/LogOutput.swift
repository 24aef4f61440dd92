import Formats
import Glibc
import HTTPServer
import Logging

/// What the service's log lines look like.
package enum LogFormat: String, Sendable, CaseIterable {
  /// What people read.
  case text
  /// One object a line.
  case json
}

/// Whether requests are logged, and how.
package enum AccessLogFormat: String, Sendable, CaseIterable {
  case off
  case text
  case json

  var lines: AccessLine.Format? {
    switch self {
    case .off: nil
    case .text: .text
    case .json: .json
    }
  }
}

/// Where all log lines of a process go: to one descriptor, through one writer, so that lines never mix.
package struct LogOutput: Sendable {
  private let settings: Settings
  private let writer: LineWriter

  /// Creates an output; by default to standard error.
  package init(_ settings: Settings, descriptor: Int32 = STDERR_FILENO) {
    self.settings = settings
    writer = LineWriter(descriptor: descriptor, describeDropped: Self.dropped(settings))
  }

  /// Makes the logger that the settings ask for.
  package func logger(label: String) -> Logger {
    var logger = Logger(label: label, factory: handler)
    logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
    return logger
  }

  private func handler(label: String) -> any LogHandler {
    switch settings.logFormat {
    case .text: StreamLogHandler.standardError(label: label)
    case .json: JSONLogHandler(label: label, writer: writer)
    }
  }

  /// The log of requests; nil where none is wanted.
  var accessLog: AccessLog? { settings.accessLog.lines.map { .lines($0, to: writer) } }

  /// Waits until all lines are written.
  package func flush() { writer.flush() }

  /// The line that stands for dropped ones, in the format of those around it.
  private static func dropped(_ settings: Settings) -> @Sendable (Int) -> String {
    let isJSON = settings.accessLog == .json || (settings.accessLog == .off && settings.logFormat == .json)
    return { count in
      let time = Timestamp.text(milliseconds: Timestamp.now())
      let text = "\(count) log lines were dropped: standard error was not read"
      guard isJSON else { return "\(time) warning deferral: \(text)" }
      return #"{"time":"\#(time)","level":"warning","label":"deferral","message":"\#(text)"}"#
    }
  }
}
