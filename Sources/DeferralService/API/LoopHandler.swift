import Dispatch
import Formats
import HTTPServer
import Storage

/// Answers requests on one event loop; it never leaves the loop and takes no lock.
package final class LoopHandler: RequestHandler {
  private let context: LoopContext<LoopHandler>
  private let services: Services
  private let reports: ReportEndpoint
  private let feedback: FeedbackEndpoint
  private let metrics: MetricsEndpoint
  private let parser = JSONParser()
  private var nextReader: Int
  /// Counts this loop's decisions.
  let counters = DecisionCounters()
  /// This loop's decisions.
  let decisions: DecisionEndpoint

  init(context: LoopContext<LoopHandler>, services: Services, metrics: MetricsEndpoint) {
    self.context = context
    self.services = services
    self.metrics = metrics
    reports = ReportEndpoint(services: services)
    feedback = FeedbackEndpoint(services: services)
    nextReader = context.index
    decisions = DecisionEndpoint(
      context: context, services: services, parser: parser, counters: counters)
    if let model = services.registry.active { decisions.serve(model) }
  }

  /// Answers one request, now or through the loop's inbox.
  package func handle(_ request: Request<Endpoint>, exchange: Exchange) {
    do throws(Problem) {
      try route(request, exchange)
    } catch {
      send(Answer(error), to: exchange)
    }
  }

  /// Decides what the turn collected.
  package func turnEnded() {
    decisions.flush()
  }

  private func route(_ request: Request<Endpoint>, _ exchange: Exchange) throws(Problem) {
    switch request.action {
    case .createDecision: try decisions.accept(request, exchange: exchange)
    case .createLabel: try createLabel(request, exchange)
    case .setOutcome: try setOutcome(request, exchange)
    case .activateModel: try activateModel(request, exchange)
    case .createTrainingRun: try createTrainingRun(request, exchange)
    case .live: send(reports.live(), to: exchange)
    case .ready: send(reports.ready(), to: exchange)
    case .specification: context.respond(exchange, to: request, with: services.specification)
    case .metrics: metrics.collect(from: context.index, exchange: exchange)
    default: try read(request, exchange)
    }
  }

  private func read(_ request: Request<Endpoint>, _ exchange: Exchange) throws(Problem) {
    let reports = reports
    switch request.action {
    case .readDecision:
      let id = try identifier(request, of: "decision")
      block(exchange) { () throws(Problem) in try reports.decision(id) }
    case .readTrainingRun:
      let id = try identifier(request, of: "training run")
      block(exchange) { () throws(Problem) in try reports.trainingRun(id) }
    case .listTrainingRuns: block(exchange) { () throws(Problem) in try reports.trainingRuns() }
    case .listExperts: block(exchange) { () throws(Problem) in try reports.experts() }
    case .listModels: block(exchange) { () throws(Problem) in try reports.models() }
    default: block(exchange) { () throws(Problem) in reports.health() }
    }
  }

  private func createLabel(_ request: Request<Endpoint>, _ exchange: Exchange) throws(Problem) {
    let id = try identifier(request, of: "decision")
    let label = try LabelRequest(request, parser: parser)
    let done = completion(exchange)
    reader.async { [feedback] in feedback.label(label, decision: id, done: done) }
  }

  private func setOutcome(_ request: Request<Endpoint>, _ exchange: Exchange) throws(Problem) {
    let id = try identifier(request, of: "decision")
    let outcome = try OutcomeRequest(request, parser: parser)
    let done = completion(exchange)
    reader.async { [feedback] in feedback.outcome(outcome, decision: id, done: done) }
  }

  private func activateModel(_ request: Request<Endpoint>, _ exchange: Exchange) throws(Problem) {
    let activation = try ActivationRequest(request, parser: parser)
    block(exchange) { [reports] () throws(Problem) in try reports.activate(activation) }
  }

  private func createTrainingRun(_ request: Request<Endpoint>, _ exchange: Exchange) throws(Problem) {
    if !request.body.isEmpty {
      try RequestDocument.read(request, with: parser, known: "none") { (_, _) in false }
    }
    block(exchange) { [reports] () throws(Problem) in try reports.startTrainingRun() }
  }

  private func identifier(_ request: Request<Endpoint>, of what: String) throws(Problem) -> DecisionID {
    let text = request.parameter(0)
    guard let id = DecisionID(uuid: text) else { throw .notFound("\(what) \(text)") }
    return id
  }
}

extension LoopHandler {
  /// Sends an answer to whoever holds the exchange.
  func send(_ answer: Answer, to exchange: Exchange) {
    context.respond(
      exchange, status: answer.status, contentType: answer.contentType, headers: answer.headers,
      body: answer.body)
  }

  /// Queue for the next call that blocks.
  private var reader: DispatchQueue {
    nextReader = (nextReader + 1) % services.readers.count
    return services.readers[nextReader]
  }

  /// Runs what blocks on a reader's queue and answers through this loop's inbox.
  private func block(_ exchange: Exchange, _ work: @escaping @Sendable () throws(Problem) -> Answer) {
    let done = completion(exchange)
    reader.async {
      do throws(Problem) {
        done(try work())
      } catch {
        done(Answer(error))
      }
    }
  }

  private func completion(_ exchange: Exchange) -> @Sendable (Answer) -> Void {
    { [inbox = context.inbox] answer in inbox.post { $0.send(answer, to: exchange) } }
  }
}
