import Formats
import HTTPServer
import Storage

/// Takes experts' labels and true outcomes, and answers once they are stored.
struct FeedbackEndpoint: Sendable {
  private let intake: FeedbackIntake
  private let failures: StoreFailureLog

  init(services: Services) {
    intake = services.feedback
    failures = services.storeFailures
  }

  /// Stores an expert's label; blocks, so it runs on a reader's queue.
  func label(_ request: LabelRequest, decision id: DecisionID, done: @escaping @Sendable (Answer) -> Void) {
    intake.label(
      decision: id, expert: request.expert, label: request.label, seconds: request.seconds,
      replace: request.replace
    ) { result in
      done(answer(result, decision: id))
    }
  }

  /// Stores a decision's true label; blocks, so it runs on a reader's queue.
  func outcome(_ request: OutcomeRequest, decision id: DecisionID, done: @escaping @Sendable (Answer) -> Void)
  {
    intake.outcome(decision: id, label: request.label, source: request.source) { result in
      done(answer(result, decision: id))
    }
  }

  private func answer(_ result: Result<LabelReceipt, FeedbackError>, decision id: DecisionID) -> Answer {
    switch result {
    case .success(let stored):
      Answer(status: stored.isNew ? 201 : 200) { DecisionDetails.write(stored, to: &$0) }
    case .failure(let error):
      refusal(error, decision: id)
    }
  }

  private func answer(_ result: Result<OutcomeReceipt, FeedbackError>, decision id: DecisionID)
    -> Answer
  {
    switch result {
    case .success(let stored):
      Answer(status: stored.isNew ? 201 : 200) { DecisionDetails.write(stored.outcome, to: &$0) }
    case .failure(let error):
      refusal(error, decision: id)
    }
  }

  private func refusal(_ error: FeedbackError, decision id: DecisionID) -> Answer {
    if case .store(let failure) = error { failures.report(failure) }
    return Answer(Problem(error, decision: id))
  }
}

extension Problem {
  init(_ error: FeedbackError, decision id: DecisionID) {
    switch error {
    case .unknownDecision:
      self = .notFound("decision \(id.text)")
    case .unknownExpert(let name):
      self = .field("#/expert", "is an unknown expert (\"\(name)\"); GET /v1/experts lists them")
    case .unknownLabel(let name, let classes):
      self = .field(
        "#/label", "is an unknown label (\"\(name)\"); the classes are \(classes.joined(separator: ", "))")
    case .conflict(let expert, let existing):
      self = .field(
        "#/label",
        "differs: \(expert) said \"\(existing)\" before; repeat with \"replace\": true to change it",
        status: 409)
    case .noModel:
      self = .noModel
    case .store(let error):
      self.init(error)
    }
  }
}
