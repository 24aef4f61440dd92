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
      environment wins over the file. SIGTERM and SIGINT finish open requests, then stop.
      """)

  @Option(help: "YAML file with settings.")
  var config: String?

  @Option(help: "Model bundle that becomes the first version of an empty registry.")
  var model: String?

  @Option(help: "Directory of the database, the models and the original rows.")
  var dataDirectory: String?

  @Option(help: "Address to listen on; port 0 takes a free one.")
  var listen: String?

  func run() throws {
    // What is written holds customers' inputs, also where the data directory was there before.
    umask(0o077)
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
    let service = try Service(settings: settings, logger: logger, logs: logs)
    let address = try service.start()
    let model = service.activeModel.map { "model version \($0.version)" } ?? "no model yet"
    report("ready on http://\(address) (\(model))", settings, logger)
    let name = StopSignals.name(stop.wait())
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
    if let listen { settings.listen = listen }
    return (settings, unknown)
  }
}
