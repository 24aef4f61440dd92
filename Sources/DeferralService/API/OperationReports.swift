import Formats
import HTTPServer
import Storage

extension ReportEndpoint {
  /// Answers while the loop turns.
  func live() -> Answer {
    Answer { Self.status("ok", to: &$0) }
  }

  /// Answers 200 while new work may be sent here.
  func ready() -> Answer {
    if services.readiness.isDraining {
      return Answer(
        Problem(status: 503, detail: "The service is stopping.", headers: [("Retry-After", "1")]))
    }
    guard services.registry.active != nil else { return Answer(.noModel) }
    return Answer { Self.status("ready", to: &$0) }
  }

  /// What works and what does not, for people.
  func health() -> Answer {
    let counts: DecisionCounts?
    do { counts = try services.store.decisionCounts() } catch { counts = nil }
    let model = services.registry.active
    let healthy = counts != nil && model != nil && !services.readiness.isDraining
    return Answer(status: healthy ? 200 : 503) { json in
      json.beginObject()
      json.key("status")
      json.string(healthy ? "ok" : "degraded")
      json.key("version")
      json.string(Release.version)
      json.key("uptime_seconds")
      json.int(Int(Timestamp.now() - services.readiness.startedAt) / 1000)
      json.key("model_version")
      if let model { json.string(model.version) } else { json.null() }
      json.key("checks")
      Self.checks(
        [
          ("store", counts != nil), ("model", model != nil),
          ("accepting", !services.readiness.isDraining),
        ], to: &json)
      json.key("decisions")
      if let counts { json.int(counts.total) } else { json.null() }
      json.key("training_run")
      if let run = services.retrainer.current { json.string(run.text) } else { json.null() }
      json.endObject()
    }
  }

  /// The API's contract, as it was when this program was built.
  static let specification = StaticContent(PackageResources.openapi_yaml, mediaType: "application/yaml")

  private static func status(_ text: String, to json: inout JSONWriter) {
    json.beginObject()
    json.key("status")
    json.string(text)
    json.endObject()
  }

  private static func checks(_ checks: [(String, Bool)], to json: inout JSONWriter) {
    json.beginObject()
    for (name, passed) in checks {
      json.key(name)
      json.string(passed ? "ok" : "failed")
    }
    json.endObject()
  }
}
