import ArgumentParser
import DeferralService
import Dispatch
import Foundation
import Logging

/// `deferral serve`: answers decisions over HTTP until it is told to stop.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve decisions over HTTP.",
    discussion: """
      Example:
        deferral serve --model bundle --data-directory data --listen 127.0.0.1:8080

      Every option has a setting of the same name in the file (Config/deferral.yaml lists all of them) and an \
      environment variable (DEFERRAL_LISTEN, DEFERRAL_DATA_DIRECTORY, ...). Options win over the environment, the \
      environment wins over the file. SIGTERM and SIGINT finish open requests, then stop; SIGHUP reads the \
      certificates of TLS anew.
      """)

  @Option(help: "YAML file with settings.")
  var config: String?

  @Option(help: "Model bundle that becomes the first version of an empty registry.")
  var model: String?

  @Option(help: "Directory of the database, the models and the original rows.")
  var dataDirectory: String?

  @Option(
    help: ArgumentHelp(
      "Address to listen on; repeat it for several.",
      discussion: "host:port (port 0 takes a free one), unix:/a/path or systemd; https:// in front means TLS."
    ))
  var listen: [String] = []

  func run() throws {
    // What is written holds customers' inputs, also where the data directory was there before.
    umask(0o077)
    // A client, or whoever reads the log, that leaves must not end the process.
    signal(SIGPIPE, SIG_IGN)
    do {
      let (settings, unknown) = try settings()
      let logs = LogOutput(settings)
      defer { logs.flush() }
      let logger = logs.logger(label: "deferral")
      for name in unknown {
        logger.warning("this environment variable sets nothing", metadata: ["name": "\(name)"])
      }
      try serve(settings, logs, logger)
    } catch let error as SettingsError {
      throw Failure.usage(error.description)
    } catch let error as ServiceError {
      throw Failure(error)
    }
  }

  private func serve(_ settings: Settings, _ logs: LogOutput, _ logger: Logger) throws(ServiceError) {
    let stop = StopSignals()
    let hangUp = HangUpSignal(isTaken: settings.tls.isSet || !StandardError.isTerminal)
    let service = try Service(
      settings: settings, logger: logger, logs: logs, environment: ProcessInfo.processInfo.environment)
    report(service.readiness(at: try service.start()), settings, logger)
    hangUp.handle { service.reloadCertificates() }
    let name = StopSignals.name(stop.wait())
    hangUp.end()
    report("\(name), finishing open requests", settings, logger)
    let isStopped = DispatchSemaphore(value: 0)
    Task {
      await service.stop()
      isStopped.signal()
    }
    isStopped.wait()
    report("stopped", settings, logger)
  }

  /// Tells of the service's life, whatever the log's level is; a collector finds only JSON where it expects that.
  private func report(_ text: String, _ settings: Settings, _ logger: Logger) {
    guard settings.logFormat == .json else { return StandardError.write("deferral: \(text)\n") }
    var logger = logger
    logger.logLevel = .info
    logger.info("\(text)")
  }

  private func settings() throws(SettingsError) -> (Settings, unknown: [String]) {
    var settings = Settings()
    if let config { try settings.apply(file: config) }
    let unknown = try settings.apply(environment: ProcessInfo.processInfo.environment)
    if let model { settings.model = model }
    if let dataDirectory { settings.dataDirectory = dataDirectory }
    if !listen.isEmpty { try settings.apply(listen: listen) }
    return (settings, unknown)
  }
}
