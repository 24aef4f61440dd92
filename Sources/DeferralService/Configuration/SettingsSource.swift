import Foundation
import Yams

/// Reports a setting that cannot be used, naming where it was set and the cure.
package struct SettingsError: Error, Sendable, CustomStringConvertible {
  /// Setting's name, if one is at fault.
  package let setting: String?
  /// File or environment variable that set it.
  package var source: String?
  /// What is wrong.
  package let problem: String

  init(setting: String? = nil, source: String? = nil, problem: String) {
    self.setting = setting
    self.source = source
    self.problem = problem
  }

  /// One line for a terminal.
  package var description: String {
    [source, setting, problem].compactMap(\.self).joined(separator: ": ")
  }
}

extension Settings {
  /// Applies a YAML file over these settings.
  ///
  /// - Throws: `SettingsError` for a file that cannot be read, an unknown name or a value out of range;
  ///   nothing is applied then.
  package mutating func apply(file path: String) throws(SettingsError) {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw SettingsError(
        source: path, problem: "cannot be read as UTF-8 text; check the path and its permissions")
    }
    try apply(yaml: text, source: path)
  }

  /// Applies YAML text over these settings; `source` names it in errors.
  package mutating func apply(yaml text: String, source: String) throws(SettingsError) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw SettingsError(source: source, problem: "is not valid YAML: \(error)")
    }
    guard let root, root != Node("") else { return }
    var changed = self
    for (name, value) in try Self.values(in: root, prefix: "", source: source) {
      try changed.set(name, to: value, source: source)
    }
    self = changed
  }

  /// Applies the `DEFERRAL_*` variables of an environment over these settings.
  ///
  /// - Returns: names of `DEFERRAL_*` variables that set nothing, for a warning.
  package mutating func apply(environment: [String: String]) throws(SettingsError) -> [String] {
    let entries = Dictionary(uniqueKeysWithValues: Settings.table.map { ($0.environmentName, $0) })
    var unknown: [String] = []
    for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("DEFERRAL_") {
      guard let entry = entries[name] else {
        unknown.append(name)
        continue
      }
      if entry.applyMember != nil {
        try apply(yaml: "\(entry.name): \(text)", source: name)
      } else {
        try set(entry.name, to: .text(text), source: name)
      }
    }
    return unknown
  }

  /// Applies the addresses that the command line names.
  package mutating func apply(listen: [String]) throws(SettingsError) {
    try set("listen", to: .text(listen.joined(separator: ",")), source: "--listen")
  }

  /// A value as it is written.
  private enum Written {
    case text(String)
    case list([String])
  }

  private mutating func set(_ name: String, to value: Written, source: String) throws(SettingsError) {
    let ofMany = Settings.table.first { $0.applyMember != nil && name.hasPrefix("\($0.name).") }
    guard let entry = Settings.table.first(where: { $0.name == name }) ?? ofMany else {
      throw SettingsError(
        setting: name, source: source,
        problem: "there is no such setting; Config/deferral.yaml lists them all")
    }
    do throws(SettingsError) {
      switch value {
      case .list(let texts):
        guard let applyList = entry.applyList else { throw Self.expectedValue }
        try applyList(&self, texts)
      case .text(let text):
        if let applyMember = entry.applyMember, entry.name != name {
          try applyMember(&self, String(name.dropFirst(entry.name.count + 1)), text)
        } else {
          try entry.apply(&self, text)
        }
      }
    } catch {
      throw SettingsError(setting: name, source: source, problem: error.problem)
    }
  }

  private static let expectedValue = SettingsError(problem: "expected a value, as in Config/deferral.yaml")

  private static func values(in node: Node, prefix: String, source: String) throws(SettingsError)
    -> [(String, Written)]
  {
    switch node {
    case .scalar(let scalar) where !prefix.isEmpty:
      return [(prefix, .text(scalar.string))]
    case .sequence(let sequence) where !prefix.isEmpty && sequence.allSatisfy { $0.scalar != nil }:
      return [(prefix, .list(sequence.compactMap { $0.scalar?.string }))]
    case .mapping(let mapping):
      var found: [(String, Written)] = []
      var seen: Set<String> = []
      for (key, value) in mapping {
        guard let name = key.string, seen.insert(name).inserted else {
          throw SettingsError(
            source: source, problem: "a name stands twice, or is not text, under \"\(prefix)\"")
        }
        let path = prefix.isEmpty ? name : "\(prefix).\(name)"
        found += try values(in: value, prefix: path, source: source)
      }
      return found
    default:
      throw SettingsError(
        setting: prefix.isEmpty ? nil : prefix, source: source, problem: expectedValue.problem)
    }
  }
}
