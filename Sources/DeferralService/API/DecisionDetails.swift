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
    json.key("state")
    json.string(TeamAnswer.state(of: stored).rawValue)
    json.key("assigned_to")
    json.string(orNull: record.expert)
    write(record, to: &json)
    json.key("labels")
    json.beginArray()
    for label in stored.labelHistory where stored.labels.contains(label.record) {
      write(LabelReceipt(label: label.record, replaces: stored.replaced(by: label), isNew: false), to: &json)
    }
    json.endArray()
    json.key("outcome")
    if let outcome = stored.outcome { write(outcome, to: &json) } else { json.null() }
    json.key("team_answer")
    json.string(orNull: TeamAnswer.of(stored))
    json.endObject()
  }

  private static func write(_ record: DecisionRecord, to json: inout JSONWriter) {
    if let text = record.text {
      json.key("text")
      text.withUnsafeBufferPointer { json.string(utf8: $0) }
    } else {
      json.key("features")
      writeFloats(record.features, to: &json)
    }
    json.key("given_class_probabilities")
    if let given = record.classProbabilities { json.raw(given.utf8) } else { json.null() }
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
    if let metadata = record.metadata { json.raw(metadata.utf8) } else { json.null() }
    json.key("traceparent")
    json.string(orNull: record.traceparent)
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
    json.double(orNull: stored.label.seconds)
    json.key("asked")
    json.bool(stored.label.asked)
    json.key("created_at")
    json.string(Timestamp.text(milliseconds: stored.label.createdAt))
    json.key("replaces")
    json.string(orNull: stored.replaces)
    json.endObject()
  }

  /// Appends one outcome.
  static func write(_ outcome: OutcomeRecord, to json: inout JSONWriter) {
    json.beginObject()
    json.key("label")
    json.string(outcome.label)
    json.key("source")
    json.string(orNull: outcome.source)
    json.key("created_at")
    json.string(Timestamp.text(milliseconds: outcome.createdAt))
    json.endObject()
  }
}

extension StoredDecision {
  /// The label that a label took the place of; nil for a first one.
  fileprivate func replaced(by label: StoredLabel) -> String? {
    labelHistory.first { $0.number == label.replaces }?.record.label
  }
}
