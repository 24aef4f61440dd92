import HTTPServer
import Logging
import Storage

extension Settings {
  /// Lists every setting that exists.
  package static let table: [SettingEntry] = [
    list("listen", \.listen, least: 1, "an address") { $0 },
    mode("socket_mode", \.socketMode),
    text("data_directory", \.dataDirectory),
    text("model", \.model),
    integer("event_loops", \.eventLoops, 0...256),
    flag("allow_unauthenticated", \.allowUnauthenticated),
    choice("durability", \.durability, ["full": .full, "process": .process]),
    number("alpha", \.alpha, 0...0.999),
    numbers("costs", \.costs, 0...1_000_000),
    text("error_costs", \.errorCosts),
    choice("budget.mode", \.budget.mode, budgetModes),
    number("budget.rate", \.budget.rate, 0...1),
    number("budget.step", \.budget.step, 0...1),
    number("audit_rate", \.auditRate, 0...1),
    number("drain_delay_seconds", \.drainDelaySeconds, 0...600),
    number("drain_seconds", \.drainSeconds, 0...3600),
    choice("log_level", \.logLevel, logLevels),
    choice("log_format", \.logFormat, logFormats),
    choice("access_log", \.accessLog, accessLogFormats),
    flag("compression", \.compression),
    text("tls.certificate", \.tls.certificate),
    text("tls.key", \.tls.key),
    list("tls.certificates", \.tls.certificates, "certificate.pem:key.pem", TLSSettings.files),
    choice("tls.client_certificates", \.tls.clientCertificates, clientCertificates),
    text("tls.client_authorities", \.tls.clientAuthorities),
    number("tls.ticket_seconds", \.tls.ticketSeconds, 60...604_800),
    integer("limits.body_bytes", \.limits.bodyBytes, 1024...1_073_741_824),
    integer("limits.inflation_ratio", \.limits.inflationRatio, 1...1100),
    integer("limits.request_line_bytes", \.limits.requestLineBytes, 256...1_048_576),
    integer("limits.headers", \.limits.headers, 8...10_000),
    integer("limits.header_bytes", \.limits.headerBytes, 1024...1_048_576),
    integer("limits.connections", \.limits.connections, 1...1_000_000),
    integer("limits.connections_per_address", \.limits.connectionsPerAddress, 0...1_000_000),
    number("limits.header_seconds", \.limits.headerSeconds, 0.1...3600),
    number("limits.body_seconds", \.limits.bodySeconds, 0.1...3600),
    number("limits.idle_seconds", \.limits.idleSeconds, 0.1...86400),
    number("limits.request_seconds", \.limits.requestSeconds, 0.1...86400),
    number("limits.write_seconds", \.limits.writeSeconds, 0.1...3600),
    integer("limits.minimum_rate", \.limits.minimumRate, 1...1_073_741_824),
    integer("training.threads", \.training.threads, 1...256),
    integer("training.epochs", \.training.epochs, 0...10_000),
    number("training.infer_truth", \.training.inferTruth, 0...1),
    number("training.gate_margin", \.training.gateMargin, 0...1),
    integer("training.gate_minimum_rows", \.training.gateMinimumRows, 1...1_000_000_000),
  ]

  private static let logLevels = Dictionary(
    uniqueKeysWithValues: Logger.Level.allCases.map { ($0.rawValue, $0.rawValue) })

  private static let logFormats = Dictionary(
    uniqueKeysWithValues: LogFormat.allCases.map { ($0.rawValue, $0) })

  private static let accessLogFormats = Dictionary(
    uniqueKeysWithValues: AccessLogFormat.allCases.map { ($0.rawValue, $0) })

  private static let clientCertificates = Dictionary(
    uniqueKeysWithValues: TLSSettings.ClientCertificates.allCases.map { ($0.rawValue, $0) })

  private static let budgetModes = Dictionary(
    uniqueKeysWithValues: BudgetSettings.Mode.allCases.map { ($0.rawValue, $0) })
}
