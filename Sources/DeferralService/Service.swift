import Formats
import Foundation
import HTTPServer
import LearningToDefer
import Logging
import Storage
import Synchronization

/// Joins the modules: sockets, decisions, the store, retraining and the registry of models.
///
/// It reads in the order of the flow: parse, decide, log, feedback, retrain, publish.
package final class Service: Sendable {
  private let settings: Settings
  private let services: Services
  let server: Server<LoopHandler>
  private let metrics: MetricsEndpoint
  /// Held until the service has stopped.
  private let lock: Mutex<DirectoryLock?>
  let logger: Logger
  /// Whoever started this process and wants to know how it is.
  let notifier: ServiceNotifier?
  private let watchdog: Watchdog?

  /// Opens the data directory and prepares to serve; nothing listens yet.
  ///
  /// - Parameters:
  ///   - logs: where requests are logged, if the settings say so; by default standard error.
  ///   - environment: where a service manager's socket and watchdog are named.
  /// - Throws: `ServiceError` with one line that names what is wrong and the cure.
  package init(
    settings: Settings, logger: Logger, logs: LogOutput? = nil, environment: [String: String] = [:]
  ) throws(ServiceError) {
    // First of all: a start that fails must not leave a first model behind.
    let configuration = try settings.serverConfiguration(logger)
    self.settings = settings
    self.logger = logger
    let opened = try DataDirectory.open(settings)
    lock = Mutex(opened.lock)
    let store = opened.store
    let registry = try Self.registry(settings, store: store, logger: logger)
    let original = OriginalRows(dataDirectory: settings.dataDirectory)
    try Self.importRows(of: registry.active, bundle: settings.model, into: original, logger: logger)
    services = Services(
      settings: settings, store: store, registry: registry,
      retrainer: Retrainer(
        store: store, registry: registry, original: original, settings: settings.training,
        alpha: settings.errorRate, logger: logger),
      feedback: FeedbackIntake(store: store, registry: registry),
      audit: AuditRule(key: opened.auditKey, rate: settings.auditRate),
      readiness: Readiness(), logger: logger,
      storeFailures: StoreFailureLog(logger: logger), readers: Services.makeReaders())
    metrics = MetricsEndpoint(services: services)
    server = Self.server(
      configuration, settings, services, metrics, (logs ?? LogOutput(settings)).accessLog)
    metrics.attach(server)
    notifier = ServiceNotifier(environment: environment)
    watchdog = Self.watchdog(of: server, environment, notifier)
    Self.warnOfStrangers(in: settings, to: services.registry.active, logger: logger)
    registry.onPublish { Self.warnOfStrangers(in: settings, to: $0, logger: logger) }
    for inbox in server.inboxes {
      registry.onPublish { model in inbox.post { $0.decisions.serve(model) } }
    }
  }

  /// Starts to listen, tells the service manager, and returns the addresses that are really bound.
  package func start() throws(ServiceError) -> [String] {
    let addresses: [String]
    do {
      addresses = try server.start()
    } catch {
      throw .listen(error)
    }
    logCertificates()
    notifier?.notify(.ready, .status(readiness(at: addresses)))
    watchdog?.start()
    return addresses
  }

  /// One line that says where the service is found, and what it serves.
  package func readiness(at addresses: [String]) -> String {
    let model = services.registry.active.map { "model version \($0.version)" } ?? "no model yet"
    return "ready on \(addresses.map(ListenAddress.url).joined(separator: " and ")) (\(model))"
  }

  /// Version that serves; nil while there is none.
  package var activeModel: ServingModel? { services.registry.active }

  /// Stops: readiness fails first, open requests finish, then the store closes.
  package func stop() async {
    notifier?.notify(.stopping, .status("finishing open requests"))
    services.readiness.beginDraining()
    if settings.drainDelaySeconds > 0 {
      try? await Task.sleep(for: .seconds(settings.drainDelaySeconds))
    }
    await server.drain(within: settings.drainSeconds)
    services.retrainer.stop()
    services.store.close()
    metrics.detach()
    lock.withLock { $0 = nil }
  }

  private static func server(
    _ configuration: ServerConfiguration, _ settings: Settings, _ services: Services,
    _ metrics: MetricsEndpoint, _ accessLog: AccessLog?
  ) -> Server<LoopHandler> {
    Server<LoopHandler>(
      configuration: configuration,
      router: Router(Endpoint.routes(bodyLimit: settings.limits.bodyBytes)),
      renderFailure: { FailureBody(contentType: Problem.contentType, bytes: Problem($0).document) },
      accessLog: accessLog,
      makeHandler: { LoopHandler(context: $0, services: services, metrics: metrics) })
  }

  private static func watchdog(
    of server: Server<LoopHandler>, _ environment: [String: String], _ notifier: ServiceNotifier?
  ) -> Watchdog? {
    guard let notifier else { return nil }
    return Watchdog(environment: environment, process: getpid(), notifier: notifier) { [weak server] in
      server?.whenLoopsAnswer($0)
    }
  }

  /// Opens the registry; a model that was given becomes the first version of an empty one.
  private static func registry(
    _ settings: Settings, store: any Store, logger: Logger
  ) throws(ServiceError) -> ModelRegistry {
    do {
      let errors = try settings.errorCosts.isEmpty ? nil : ErrorCosts.read(settings.errorCosts)
      let registry = try ModelRegistry(
        directory: "\(settings.dataDirectory)/models", store: store,
        costs: TeamCosts(experts: settings.costs, errors: errors), budget: settings.budget.wish)
      guard !settings.model.isEmpty else { return registry }
      let versions = try registry.versions()
      if versions.count == 1, versions[0].state == .candidate, registry.active == nil {
        // The first start was stopped between writing the version and activating it.
        try registry.activate(String(versions[0].version))
        return registry
      }
      guard versions.isEmpty else {
        logger.warning(
          "the registry has models already; the given model is ignored",
          metadata: ["model": "\(settings.model)", "active": "\(registry.active?.version ?? "none")"])
        return registry
      }
      try importFirst(settings, into: registry)
      return registry
    } catch let error as RegistryError {
      throw .registry(error)
    } catch let error as FormatError {
      throw .format(error)
    } catch {
      throw .unexpected("\(error)")
    }
  }

  /// A cost of somebody whom the model does not know is a slip, or waits for another version.
  private static func warnOfStrangers(in settings: Settings, to model: ServingModel?, logger: Logger) {
    guard let model else { return }
    let strangers = TeamCosts(experts: settings.costs).strangers(to: model.bundle)
    guard !strangers.isEmpty else { return }
    logger.warning(
      "costs names experts whom the active model does not know",
      metadata: ["experts": "\(strangers.joined(separator: ", "))", "version": "\(model.version)"])
  }

  /// Imports the rows that the model was trained on, so that retraining builds on them.
  private static func importRows(
    of model: ServingModel?, bundle: String, into original: OriginalRows, logger: Logger
  ) throws(ServiceError) {
    guard let model else { return }
    do throws(FormatError) {
      if let missing = try original.importRows(of: model, bundle: bundle) {
        logger.warning("retraining will use logged rows only", metadata: ["reason": "\(missing)"])
      }
    } catch {
      throw .format(error)
    }
  }

  private static func importFirst(_ settings: Settings, into registry: ModelRegistry) throws {
    let bundle = try ModelBundle.read(settings.model)
    let version = try registry.add(
      bundle, state: .candidate, parent: nil, reason: "given at the first start",
      metrics: bundle.manifest.metricsText, at: Timestamp.now())
    try registry.activate(String(version))
  }
}

extension ModelManifest {
  /// Metrics that were recorded when the model was trained, as a JSON object.
  fileprivate var metricsText: String {
    let metrics = training?["metrics"] ?? .object([])
    return String(decoding: metrics.serialise(), as: UTF8.self)
  }
}
