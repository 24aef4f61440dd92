import Formats
import HTTPServer
import LearningToDefer
import Storage

/// Takes decisions on one loop: inputs that arrive in one turn go through the network together.
///
/// A decision is logged before it is answered: the loop hands the turn's records to the store's writer and answers
/// when the commit comes back through the loop's inbox.
final class DecisionEndpoint {
  /// Inputs decided together at most.
  private static let batchCapacity = 128
  /// Hours for which an idempotency key is kept, in milliseconds.
  private static let idempotencyLifetime: Int64 = 24 * 3_600_000

  private struct Pending {
    let exchange: Exchange
    let options: DecisionOptions
    let text: [UInt8]?
    let idempotency: IdempotencyRecord?
  }

  private struct Logged: Sendable {
    let exchange: Exchange
    let location: String
    let answer: [UInt8]
    let model: ServingModel
    let maker: DecisionMaker
    /// Whether there was anybody to ask, without whom there is nothing to regulate.
    let isRegulated: Bool
  }

  private let context: LoopContext<LoopHandler>
  private let services: Services
  private let parser: JSONParser
  private let counters: DecisionCounters
  private var decider: Decider?
  private var pending: [Pending] = []
  private var ids = DecisionIDGenerator()
  private var json = JSONWriter()

  init(context: LoopContext<LoopHandler>, services: Services, parser: JSONParser, counters: DecisionCounters)
  {
    self.context = context
    self.services = services
    self.parser = parser
    self.counters = counters
  }

  /// Serves `model` from now on; what was accepted before is decided by the model before.
  func serve(_ model: ServingModel) {
    flush()
    decider = Decider(model: model, capacity: Self.batchCapacity)
  }

  /// Reads a request into the batch of this turn.
  func accept(_ request: Request<Endpoint>, exchange: Exchange) throws(Problem) {
    guard let decider else { throw .noModel }
    let read = try DecisionRequest(
      request, parser: parser, decider: decider, row: pending.count,
      alpha: services.settings.errorRate ?? decider.model.bundle.alpha)
    let idempotency = read.options.idempotencyKey.map { key in
      IdempotencyRecord(
        scope: "POST /v1/decisions", key: key, bodySHA256: SHA256Digest.of(request.body),
        expiresAt: Timestamp.now() + Self.idempotencyLifetime)
    }
    pending.append(
      Pending(exchange: exchange, options: read.options, text: read.text, idempotency: idempotency))
    if pending.count == decider.capacity { flush() }
  }

  /// Decides what this turn collected and hands it to the store.
  func flush() {
    guard let decider, !pending.isEmpty else { return }
    let batch = pending
    pending.removeAll(keepingCapacity: true)
    let now = Timestamp.now()
    var writes: [StoreWrite] = []
    var logged: [Logged] = []
    writes.reserveCapacity(batch.count)
    logged.reserveCapacity(batch.count)
    decider.decide(rows: batch.count, options: { batch[$0].options }) { row, decision in
      guard let decision else {
        return refuse(batch[row].exchange, .overflow(ofText: batch[row].text != nil))
      }
      let record = self.record(decision, of: batch[row], at: now)
      writes.append(.decision(record, batch[row].idempotency))
      logged.append(
        Logged(
          exchange: batch[row].exchange, location: "/v1/decisions/\(record.id.text)", answer: record.answer,
          model: decision.model, maker: decision.maker,
          isRegulated: batch[row].options.experts?.isEmpty != true))
    }
    guard !writes.isEmpty else { return }
    services.store.submit(writes) { [inbox = context.inbox, logged] results in
      inbox.post { $0.decisions.answer(logged, results) }
    }
  }

  private func record(_ decision: Decision, of pending: Pending, at now: Int64) -> DecisionRecord {
    let id = ids.next(milliseconds: now)
    let audit = services.audit.audits(id)
    json.removeAll()
    DecisionDocument.write(
      decision, identity: DecisionIdentity(id: id.text, createdAt: now, audit: audit), to: &json)
    return DecisionLog.record(
      decision, id: id, createdAt: now, audit: audit, options: pending.options, text: pending.text,
      answer: json.bytes)
  }

  private func answer(_ logged: [Logged], _ results: [WriteResult]) {
    count(logged, results)
    for (decision, result) in zip(logged, results) {
      switch result {
      case .created:
        respond(decision.exchange, location: decision.location, body: decision.answer)
      case .replayed(let answer):
        respond(decision.exchange, location: "/v1/decisions/\(DecisionDocument.id(in: answer))", body: answer)
      case .keyReused:
        refuse(
          decision.exchange,
          Problem(
            status: 422,
            detail: "The Idempotency-Key was used with another body; take a new key for a new request."))
      case .failed(let error):
        services.storeFailures.report(error)
        refuse(decision.exchange, Problem(error))
      default:
        refuse(decision.exchange, Problem(status: 500, detail: "The store answered a decision unexpectedly."))
      }
    }
  }

  /// Counts what is stored: only that was decided, not a replay, nor a write that failed.
  private func count(_ logged: [Logged], _ results: [WriteResult]) {
    var (regulated, deferred) = (0, 0)
    for case (let decision, .created) in zip(logged, results) {
      counters.count(decision.maker, of: decision.model)
      guard decision.isRegulated else { continue }
      regulated += 1
      if decision.maker != .classifier { deferred += 1 }
    }
    // What is decided at once is decided by one model.
    if regulated > 0 { logged.first?.model.regulator?.record(deferred: deferred, of: regulated) }
  }

  private func respond(_ exchange: Exchange, location: String, body: [UInt8]) {
    context.respond(
      exchange, status: 201, contentType: "application/json", headers: [("Location", location)], body: body)
  }

  private func refuse(_ exchange: Exchange, _ problem: Problem) {
    context.respond(
      exchange, status: problem.status, contentType: Problem.contentType, headers: problem.headers,
      body: problem.document)
  }
}
