import Formats
import HTTPServer
import Logging

/// Logs each event as one JSON object on a line of its own.
///
/// `time`, `level`, `label` and `message` stand in every line; `metadata` and `error` where there are any.
package struct JSONLogHandler: LogHandler {
  /// Least level that is logged.
  package var logLevel: Logger.Level = .info
  /// What stands in every line of this logger.
  package var metadata: Logger.Metadata = [:]
  /// Gives further metadata to each line.
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let writer: LineWriter
  private let clock: @Sendable () -> Int64

  /// Creates a handler.
  ///
  /// - Parameters:
  ///   - writer: takes whole lines, so that those of several handlers never mix.
  ///   - clock: milliseconds since 1970.
  package init(label: String, writer: LineWriter, clock: @escaping @Sendable () -> Int64 = Timestamp.now) {
    self.label = label
    self.writer = writer
    self.clock = clock
  }

  /// One of the logger's own metadata.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line.
  package func log(event: LogEvent) {
    var json = JSONWriter()
    json.beginObject()
    json.key("time")
    json.string(Timestamp.text(milliseconds: clock()))
    json.key("level")
    json.string(event.level.rawValue)
    json.key("label")
    json.string(label)
    json.key("message")
    json.string(event.message.description)
    if let error = event.error {
      json.key("error")
      json.string("\(error)")
    }
    let metadata = merged(event.metadata)
    if !metadata.isEmpty {
      json.key("metadata")
      Self.write(.dictionary(metadata), into: &json)
    }
    json.endObject()
    json.newline()
    json.bytes.withUnsafeBytes { writer.append($0) }
  }

  /// What the event says wins over the provider, and the provider over the logger.
  private func merged(_ event: Logger.Metadata?) -> Logger.Metadata {
    var merged = metadata
    if let provided = metadataProvider?.get() { merged.merge(provided) { $1 } }
    if let event { merged.merge(event) { $1 } }
    return merged
  }

  private static func write(_ value: Logger.Metadata.Value, into json: inout JSONWriter) {
    switch value {
    case .string(let text): json.string(text)
    case .stringConvertible(let convertible): json.string(convertible.description)
    case .array(let values):
      json.beginArray()
      for value in values { write(value, into: &json) }
      json.endArray()
    case .dictionary(let members):
      json.beginObject()
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        json.key(name)
        write(value, into: &json)
      }
      json.endObject()
    }
  }
}
