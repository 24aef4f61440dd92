import Formats
import LearningToDefer
import Storage

/// Writes a stored decision with everything that came of it.
enum DecisionDetails {
  /// Appends the document of `GET /v1/decisions/{id}`: the answer as it was given, and what was added since.
  static func write(_ stored: StoredDecision, to json: inout JSONWriter) {
    let record = stored.record
    // The answer is kept to the byte; its closing brace is taken off to append the rest.
    json.raw(record.answer.dropLast())
    json.rawText(",")
    json.key("state")
    json.string(TeamAnswer.state(of: stored).rawValue)
    json.key("assigned_to")
    if let expert = record.expert { json.string(expert) } else { json.null() }
    write(record, to: &json)
    json.key("labels")
    json.beginArray()
    for label in stored.labels {
      write(LabelReceipt(label: label, replaces: stored.previousLabel(of: label.expert), isNew: false), to: &json)
    }
    json.endArray()
    json.key("outcome")
    if let outcome = stored.outcome { write(outcome, to: &json) } else { json.null() }
    json.key("team_answer")
    if let answer = TeamAnswer.of(stored) { json.string(answer) } else { json.null() }
    json.endObject()
  }

  private static func write(_ record: DecisionRecord, to json: inout JSONWriter) {
    json.key("features")
    writeFloats(record.features, to: &json)
    json.key("logits")
    writeFloats(record.logits, to: &json)
    json.key("propensity")
    json.double(record.propensity)
    json.key("asked")
    json.beginArray()
    for expert in record.askedPool { json.string(expert) }
    json.endArray()
    json.key("priority")
    json.int(record.priority)
    json.key("metadata")
    if let metadata = record.metadata { json.raw(Array(metadata.utf8)) } else { json.null() }
    json.key("traceparent")
    if let traceparent = record.traceparent { json.string(traceparent) } else { json.null() }
  }

  private static func writeFloats(_ bytes: [UInt8], to json: inout JSONWriter) {
    json.beginArray()
    bytes.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: bytes.count - bytes.count % 4, by: 4) {
        json.float(bytes.loadUnaligned(fromByteOffset: offset, as: Float.self))
      }
    }
    json.endArray()
  }

  /// Appends one label.
  static func write(_ stored: LabelReceipt, to json: inout JSONWriter) {
    json.beginObject()
    json.key("expert")
    json.string(stored.label.expert)
    json.key("label")
    json.string(stored.label.label)
    json.key("seconds")
    if let seconds = stored.label.seconds { json.double(seconds) } else { json.null() }
    json.key("asked")
    json.bool(stored.label.asked)
    json.key("created_at")
    json.string(Timestamp.text(milliseconds: stored.label.createdAt))
    json.key("replaces")
    if let replaces = stored.replaces { json.string(replaces) } else { json.null() }
    json.endObject()
  }

  /// Appends one outcome.
  static func write(_ outcome: OutcomeRecord, to json: inout JSONWriter) {
    json.beginObject()
    json.key("label")
    json.string(outcome.label)
    json.key("source")
    if let source = outcome.source { json.string(source) } else { json.null() }
    json.key("created_at")
    json.string(Timestamp.text(milliseconds: outcome.createdAt))
    json.endObject()
  }
}
