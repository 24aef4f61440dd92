import Formats
import Storage

/// Answers what is only looked at, and the calls that operators make; all of it may block on the store.
struct ReportEndpoint: Sendable {
  let services: Services

  /// A decision with its labels, outcome and the team's answer.
  func decision(_ id: DecisionID) throws(Problem) -> Answer {
    guard let stored = try fromStore({ () throws(StoreError) in try services.store.decision(id) }) else {
      throw .notFound("decision \(id.text)")
    }
    return Answer { DecisionDetails.write(stored, to: &$0) }
  }

  /// Experts that the active model knows, with what they were asked and how they answered.
  func experts() throws(Problem) -> Answer {
    let counts = try fromStore { () throws(StoreError) in try services.store.expertCounts() }
    let experts = services.registry.active?.experts ?? counts.keys.sorted()
    return Answer { json in
      json.beginObject()
      json.key("experts")
      json.beginArray()
      for expert in experts {
        ExpertDocument.write(
          expert, counts[expert] ?? ExpertCounts(), cost: services.settings.costs[expert] ?? 0, to: &json)
      }
      json.endArray()
      json.endObject()
    }
  }

  /// Model versions, oldest first, and which is active.
  func models() throws(Problem) -> Answer {
    let versions = try fromRegistry { () throws(RegistryError) in try services.registry.versions() }
    return Answer { ModelDocument.write(versions, to: &$0) }
  }

  /// Activates a version on every loop before it answers.
  func activate(_ request: ActivationRequest) throws(Problem) -> Answer {
    try fromRegistry { () throws(RegistryError) in
      try services.registry.activate(request.version, force: request.force)
    }
    return try models()
  }

  /// Training runs, newest first.
  func trainingRuns() throws(Problem) -> Answer {
    let runs = try fromStore { () throws(StoreError) in try services.store.trainingRuns() }
    return Answer { json in
      json.beginObject()
      json.key("training_runs")
      json.beginArray()
      for run in runs { TrainingRunDocument.write(run, to: &json) }
      json.endArray()
      json.endObject()
    }
  }

  /// One training run.
  func trainingRun(_ id: DecisionID) throws(Problem) -> Answer {
    guard let run = try fromStore({ () throws(StoreError) in try services.store.trainingRun(id) }) else {
      throw .notFound("training run \(id.text)")
    }
    return Answer { TrainingRunDocument.write(run, to: &$0) }
  }

  /// Starts a training run.
  func startTrainingRun() throws(Problem) -> Answer {
    do {
      let run = try services.retrainer.start()
      return Answer(status: 202, headers: [("Location", "/v1/training-runs/\(run.id.text)")]) {
        TrainingRunDocument.write(run, to: &$0)
      }
    } catch {
      throw Problem(error)
    }
  }

  private func fromStore<Value>(_ read: () throws(StoreError) -> Value) throws(Problem) -> Value {
    do { return try read() } catch {
      services.storeFailures.report(error)
      throw Problem(error)
    }
  }

  private func fromRegistry<Value>(_ read: () throws(RegistryError) -> Value) throws(Problem) -> Value {
    do { return try read() } catch {
      // The others are the client's to mend.
      if case .store(let error) = error { services.storeFailures.report(error) }
      if case .format(let error) = error {
        services.logger.error("model registry", metadata: ["error": "\(error)"])
      }
      throw Problem(error)
    }
  }
}

extension Problem {
  init(_ error: RetrainerError) {
    switch error {
    case .alreadyRunning(let id):
      self.init(
        status: 409, detail: "Training run \(id.text) is going on; wait until it has ended.",
        headers: [("Location", "/v1/training-runs/\(id.text)")])
    case .noModel: self = .noModel
    case .store(let error): self.init(error)
    }
  }
}
