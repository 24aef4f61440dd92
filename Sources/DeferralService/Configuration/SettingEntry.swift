import Foundation

/// Names one setting and says how its text becomes a value.
package struct SettingEntry: Sendable {
  /// Name in the file, with dots between levels: `training.threads`.
  package let name: String
  let apply: @Sendable (inout Settings, String) throws(SettingsError) -> Void
  /// Takes a name within a setting of many names, and its text; nil for a setting of one value.
  var applyMember: (@Sendable (inout Settings, String, String) throws(SettingsError) -> Void)?
  /// Takes the values of a setting that is a list; nil for a setting of one value.
  var applyList: (@Sendable (inout Settings, [String]) throws(SettingsError) -> Void)?

  /// Name of the environment variable that sets the same: `DEFERRAL_TRAINING_THREADS`.
  package var environmentName: String {
    "DEFERRAL_" + String(name.map { $0 == "." ? "_" : $0 }).uppercased()
  }
}

/// The kinds of settings that the table is made of.
extension Settings {
  static func text(_ name: String, _ path: WritableKeyPath<Settings, String> & Sendable)
    -> SettingEntry
  {
    SettingEntry(name: name) { settings, text in
      settings[keyPath: path] = text
    }
  }

  static func integer(
    _ name: String, _ path: WritableKeyPath<Settings, Int> & Sendable, _ range: ClosedRange<Int>
  ) -> SettingEntry {
    SettingEntry(name: name) {
      settings, text throws(SettingsError) in
      guard let value = Int(text), range.contains(value) else {
        throw SettingsError(
          setting: name,
          problem: "\"\(text)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      settings[keyPath: path] = value
    }
  }

  static func number(
    _ name: String, _ path: WritableKeyPath<Settings, Double> & Sendable, _ range: ClosedRange<Double>
  ) -> SettingEntry {
    SettingEntry(name: name) {
      settings, text throws(SettingsError) in
      settings[keyPath: path] = try number(text, in: range, name)
    }
  }

  /// A number for each of some names that the operator chooses.
  static func numbers(
    _ name: String, _ path: WritableKeyPath<Settings, [String: Double]> & Sendable,
    _ range: ClosedRange<Double>
  ) -> SettingEntry {
    SettingEntry(name: name) { _, text throws(SettingsError) in
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

  static func choice<Value: Sendable>(
    _ name: String, _ path: WritableKeyPath<Settings, Value> & Sendable, _ values: [String: Value]
  ) -> SettingEntry {
    SettingEntry(name: name) { settings, text throws(SettingsError) in
      guard let value = values[text] else {
        throw SettingsError(
          setting: name, problem: "\"\(text)\" is not one of \(values.keys.sorted().joined(separator: ", "))")
      }
      settings[keyPath: path] = value
    }
  }

  static func flag(_ name: String, _ path: WritableKeyPath<Settings, Bool> & Sendable) -> SettingEntry {
    choice(name, path, ["true": true, "false": false])
  }

  /// A list in YAML, or a text with commas.
  static func list<Value: Sendable>(
    _ name: String, _ path: WritableKeyPath<Settings, [Value]> & Sendable, least: Int = 0, _ form: String,
    _ read: @escaping @Sendable (String) -> Value?
  ) -> SettingEntry {
    let apply: @Sendable (inout Settings, [String]) throws(SettingsError) -> Void = {
      settings, texts throws(SettingsError) in
      var values: [Value] = []
      for text in texts {
        guard !text.isEmpty, let value = read(text) else {
          throw SettingsError(setting: name, problem: "\"\(text)\" is not \(form)")
        }
        values.append(value)
      }
      guard values.count >= least else {
        throw SettingsError(setting: name, problem: "is empty; give \(form) at least")
      }
      settings[keyPath: path] = values
    }
    return SettingEntry(name: name) { settings, text throws(SettingsError) in
      let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
      try apply(&settings, parts.map { $0.trimmingCharacters(in: .whitespaces) })
    } applyList: { settings, texts throws(SettingsError) in
      try apply(&settings, texts)
    }
  }

  /// Permissions of a file, in octal.
  static func mode(_ name: String, _ path: WritableKeyPath<Settings, UInt32> & Sendable) -> SettingEntry {
    SettingEntry(name: name) {
      settings, text throws(SettingsError) in
      guard let value = UInt32(text, radix: 8), value <= 0o777 else {
        throw SettingsError(setting: name, problem: "\"\(text)\" is not an octal mode from 0000 to 0777")
      }
      settings[keyPath: path] = value
    }
  }
}
