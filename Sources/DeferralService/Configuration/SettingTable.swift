import HTTPServer
import Logging
import Storage

/// Names one setting and says how its text becomes a value.
package struct SettingEntry: Sendable {
  /// Name in the file, with dots between levels: `training.threads`.
  package let name: String
  /// Text of the default.
  package let defaultText: String
  let apply: @Sendable (inout Settings, String) throws(SettingsError) -> Void
  /// Takes a name within a setting of many names, and its text; nil for a setting of one value.
  var applyMember: (@Sendable (inout Settings, String, String) throws(SettingsError) -> Void)?

  /// Name of the environment variable that sets the same: `DEFERRAL_TRAINING_THREADS`.
  package var environmentName: String {
    "DEFERRAL_" + String(name.map { $0 == "." ? "_" : $0 }).uppercased()
  }
}

extension Settings {
  /// Lists every setting that exists.
  package static let table: [SettingEntry] = [
    text("listen", \.listen),
    text("data_directory", \.dataDirectory),
    text("model", \.model),
    integer("event_loops", \.eventLoops, 0...256),
    choice("allow_unauthenticated", \.allowUnauthenticated, ["true": true, "false": false]),
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
    integer("limits.body_bytes", \.limits.bodyBytes, 1024...1_073_741_824),
    integer("limits.connections", \.limits.connections, 1...1_000_000),
    number("limits.header_seconds", \.limits.headerSeconds, 0.1...3600),
    number("limits.body_seconds", \.limits.bodySeconds, 0.1...3600),
    number("limits.idle_seconds", \.limits.idleSeconds, 0.1...86400),
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

  private static let budgetModes = Dictionary(
    uniqueKeysWithValues: BudgetSettings.Mode.allCases.map { ($0.rawValue, $0) })

  private static func text(_ name: String, _ path: WritableKeyPath<Settings, String> & Sendable)
    -> SettingEntry
  {
    SettingEntry(name: name, defaultText: Settings()[keyPath: path]) { settings, text in
      settings[keyPath: path] = text
    }
  }

  private static func integer(
    _ name: String, _ path: WritableKeyPath<Settings, Int> & Sendable, _ range: ClosedRange<Int>
  ) -> SettingEntry {
    SettingEntry(name: name, defaultText: String(Settings()[keyPath: path])) {
      settings, text throws(SettingsError) in
      guard let value = Int(text), range.contains(value) else {
        throw SettingsError(
          setting: name,
          problem: "\"\(text)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      settings[keyPath: path] = value
    }
  }

  private static func number(
    _ name: String, _ path: WritableKeyPath<Settings, Double> & Sendable, _ range: ClosedRange<Double>
  ) -> SettingEntry {
    SettingEntry(name: name, defaultText: "\(Settings()[keyPath: path])") {
      settings, text throws(SettingsError) in
      settings[keyPath: path] = try number(text, in: range, name)
    }
  }

  /// A number for each of some names that the operator chooses.
  private static func numbers(
    _ name: String, _ path: WritableKeyPath<Settings, [String: Double]> & Sendable,
    _ range: ClosedRange<Double>
  ) -> SettingEntry {
    SettingEntry(name: name, defaultText: "{}") { _, text throws(SettingsError) in
      throw SettingsError(
        setting: name, problem: "\"\(text)\" names nobody; write names with numbers, as {ann: 0.05}")
    } applyMember: { settings, member, text throws(SettingsError) in
      settings[keyPath: path][member] = try number(text, in: range, "\(name).\(member)")
    }
  }

  private static func number(
    _ text: String, in range: ClosedRange<Double>, _ name: String
  ) throws(SettingsError) -> Double {
    guard let value = Double(text), range.contains(value) else {
      throw SettingsError(
        setting: name,
        problem: "\"\(text)\" is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private static func choice<Value: Equatable & Sendable>(
    _ name: String, _ path: WritableKeyPath<Settings, Value> & Sendable, _ values: [String: Value]
  ) -> SettingEntry {
    let initial = Settings()[keyPath: path]
    let defaultText = values.first { $0.value == initial }?.key ?? ""
    return SettingEntry(name: name, defaultText: defaultText) { settings, text throws(SettingsError) in
      guard let value = values[text] else {
        throw SettingsError(
          setting: name, problem: "\"\(text)\" is not one of \(values.keys.sorted().joined(separator: ", "))")
      }
      settings[keyPath: path] = value
    }
  }
}
