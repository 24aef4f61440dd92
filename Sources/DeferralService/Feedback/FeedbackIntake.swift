import Storage

/// Says why feedback was refused; nothing was stored then.
package enum FeedbackError: Error, Sendable {
  case unknownDecision
  case unknownExpert(String)
  case unknownLabel(String, classes: [String])
  /// The expert gave another label before and `replace` was not asked for.
  case conflict(expert: String, existing: String)
  case noModel
  case store(StoreError)
}

/// Holds a label as it is stored now.
package struct LabelReceipt: Sendable {
  let label: LabelRecord
  let replaces: String?
  let isNew: Bool
}

/// Holds an outcome as it is stored now.
package struct OutcomeReceipt: Sendable {
  let outcome: OutcomeRecord
  let isNew: Bool
}

/// Checks labels and outcomes against the decision that they are about, and stores them.
///
/// Both calls read the store and block: never from an event loop. `done` is called once, after the commit.
package struct FeedbackIntake: Sendable {
  let store: any Store
  let registry: ModelRegistry

  /// Stores what an expert said about a decision.
  package func label(
    decision id: DecisionID, expert: String, label: String, seconds: Double?, replace: Bool,
    done: @escaping @Sendable (Result<LabelReceipt, FeedbackError>) -> Void
  ) {
    do throws(FeedbackError) {
      let (stored, model) = try find(id, label: label)
      guard model.expertIndex(expert) != nil else { throw .unknownExpert(expert) }
      let record = LabelRecord(
        decision: id, expert: expert, label: label, seconds: seconds,
        asked: stored.record.askedPool.contains(expert), createdAt: Timestamp.now())
      let existing = stored.labels.first { $0.expert == expert }
      store.submit([.label(record, replace: replace)]) { results in
        done(Self.labelResult(results.first, record: record, existing: existing))
      }
    } catch {
      done(.failure(error))
    }
  }

  /// Stores a decision's true label.
  package func outcome(
    decision id: DecisionID, label: String, source: String?,
    done: @escaping @Sendable (Result<OutcomeReceipt, FeedbackError>) -> Void
  ) {
    do throws(FeedbackError) {
      let (stored, _) = try find(id, label: label)
      let record = OutcomeRecord(decision: id, label: label, source: source, createdAt: Timestamp.now())
      store.submit([.outcome(record)]) { results in
        switch results.first {
        case .created: done(.success(OutcomeReceipt(outcome: record, isNew: true)))
        // Said again: the first time stays the time.
        case .unchanged: done(.success(OutcomeReceipt(outcome: stored.outcome ?? record, isNew: false)))
        case .replaced: done(.success(OutcomeReceipt(outcome: record, isNew: false)))
        case .notFound: done(.failure(.unknownDecision))
        case .failed(let error): done(.failure(.store(error)))
        default: done(.failure(.store(.notFound("the result of an outcome"))))
        }
      }
    } catch {
      done(.failure(error))
    }
  }

  private func find(_ id: DecisionID, label: String) throws(FeedbackError) -> (StoredDecision, ServingModel) {
    let stored: StoredDecision?
    do { stored = try store.decision(id) } catch { throw .store(error) }
    guard let stored else { throw .unknownDecision }
    guard let model = registry.active else { throw .noModel }
    guard model.classIndex(label) != nil else { throw .unknownLabel(label, classes: model.classes) }
    return (stored, model)
  }

  private static func labelResult(
    _ result: WriteResult?, record: LabelRecord, existing: LabelRecord?
  ) -> Result<LabelReceipt, FeedbackError> {
    switch result {
    case .created: .success(LabelReceipt(label: record, replaces: nil, isNew: true))
    case .unchanged: .success(LabelReceipt(label: existing ?? record, replaces: nil, isNew: false))
    case .replaced(let previous): .success(LabelReceipt(label: record, replaces: previous, isNew: true))
    case .conflict(let existing): .failure(.conflict(expert: record.expert, existing: existing))
    case .notFound: .failure(.unknownDecision)
    case .failed(let error): .failure(.store(error))
    default: .failure(.store(.notFound("the result of a label")))
    }
  }
}
