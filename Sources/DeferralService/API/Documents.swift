import Formats
import Storage

/// Writes an expert as clients see them.
enum ExpertDocument {
  /// Appends one expert: who they are, what they were asked, how often they were right.
  static func write(_ name: String, _ counts: ExpertCounts, cost: Double, to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.string(name)
    json.key("name")
    json.string(name)
    json.key("available")
    json.bool(true)
    json.key("capacity")
    json.null()
    json.key("cost")
    json.double(cost)
    json.key("assigned")
    json.int(counts.assigned)
    json.key("labels")
    json.int(counts.labels)
    json.key("labels_with_outcome")
    json.int(counts.scored)
    json.key("correct")
    json.int(counts.correct)
    json.key("agreement")
    if counts.scored > 0 { json.double(Double(counts.correct) / Double(counts.scored)) } else { json.null() }
    json.endObject()
  }
}

/// Writes the list of model versions.
enum ModelDocument {
  /// Appends every version and the number of the active one.
  static func write(_ versions: [ModelVersionRecord], to json: inout JSONWriter) {
    json.beginObject()
    json.key("models")
    json.beginArray()
    for version in versions { write(version, to: &json) }
    json.endArray()
    json.key("active")
    if let active = versions.first(where: { $0.state == .active }) {
      json.string(String(active.version))
    } else {
      json.null()
    }
    json.endObject()
  }

  private static func write(_ record: ModelVersionRecord, to json: inout JSONWriter) {
    json.beginObject()
    json.key("version")
    json.string(String(record.version))
    json.key("state")
    json.string(record.state.rawValue)
    json.optional("source_version", record.sourceVersion)
    json.optional("parent", record.parent)
    json.optional("reason", record.reason)
    json.key("metrics")
    json.raw(record.metrics.utf8)
    json.key("created_at")
    json.string(Timestamp.text(milliseconds: record.createdAt))
    json.endObject()
  }
}

/// Writes a training run.
enum TrainingRunDocument {
  /// Appends one run: how far it is, or how it ended and why.
  static func write(_ run: TrainingRunRecord, to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.string(run.id.text)
    json.key("state")
    json.string(run.state.rawValue)
    json.optional("reason", run.reason)
    json.optional("version", run.version)
    json.key("progress")
    json.double(run.progress)
    json.key("metrics")
    if let metrics = run.metrics { json.raw(metrics.utf8) } else { json.null() }
    json.key("created_at")
    json.string(Timestamp.text(milliseconds: run.createdAt))
    json.optional("started_at", run.startedAt.map(Timestamp.text))
    json.optional("finished_at", run.finishedAt.map(Timestamp.text))
    json.endObject()
  }
}

extension JSONWriter {
  /// Appends a member whose text may be missing.
  fileprivate mutating func optional(_ name: StaticString, _ text: String?) {
    key(name)
    string(orNull: text)
  }
}
