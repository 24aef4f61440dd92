import HTTPServer

/// Names every call of the API.
package enum Endpoint: Sendable, CaseIterable {
  case createDecision, readDecision, createLabel, setOutcome
  case listExperts
  case listModels, activateModel
  case createTrainingRun, listTrainingRuns, readTrainingRun
  case live, ready, health, metrics, specification
}

extension Endpoint {
  /// Table of all routes; a test compares it with `openapi.yaml`.
  ///
  /// - Parameter bodyLimit: bytes of a request's body at most.
  package static func routes(bodyLimit: Int) -> [Route<Endpoint>] {
    [
      Route(.post, "/v1/decisions", bodyLimit: bodyLimit, action: .createDecision),
      Route(.get, "/v1/decisions/{id}", action: .readDecision),
      Route(.post, "/v1/decisions/{id}/labels", bodyLimit: bodyLimit, action: .createLabel),
      Route(.put, "/v1/decisions/{id}/outcome", bodyLimit: bodyLimit, action: .setOutcome),
      Route(.get, "/v1/experts", action: .listExperts),
      Route(.get, "/v1/models", action: .listModels),
      Route(.put, "/v1/models/active", bodyLimit: bodyLimit, action: .activateModel),
      Route(
        .post, "/v1/training-runs", bodyLimit: bodyLimit, requiresLength: false, action: .createTrainingRun),
      Route(.get, "/v1/training-runs", action: .listTrainingRuns),
      Route(.get, "/v1/training-runs/{id}", action: .readTrainingRun),
      Route(.get, "/livez", action: .live),
      Route(.get, "/readyz", action: .ready),
      Route(.get, "/healthz", action: .health),
      Route(.get, "/metrics", action: .metrics),
      Route(.get, "/openapi.yaml", action: .specification),
    ]
  }
}
