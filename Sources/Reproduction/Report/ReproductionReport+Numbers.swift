import Formats
import Reports

extension ReproductionReport {
  /// All numbers and verdicts.
  package var json: JSONValue {
    .object([
      JSONMember("data", .string(setting.data.name)), JSONMember("data_sha256", .string(setting.data.digest)),
      JSONMember("scale", setting.scale.json), JSONMember("alpha", .number(setting.alpha)),
      JSONMember("experiments", .array(experiments.map(document))),
    ])
  }

  /// One line for each figure of each condition: `experiment,condition,figure,mean,standard_error,seeds`.
  var table: String {
    var lines = ["experiment,condition,figure,mean,standard_error,seeds"]
    for experiment in experiments {
      for condition in conditions(experiment) {
        for name in results.names(condition) {
          guard let summary = results.summary(Figure(condition, name)) else { continue }
          let error = summary.standardError.map { "\($0)" } ?? ""
          lines.append("\(experiment.id),\(condition),\(name),\(summary.mean),\(error),\(summary.count)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func conditions(_ experiment: any Experiment) -> [String] {
    let own = Set(experiment.trials(setting).map(\.condition))
    return results.conditions.filter(own.contains)
  }

  private func document(_ experiment: any Experiment) -> JSONValue {
    .object([
      JSONMember("id", .string(experiment.id)), JSONMember("title", .string(experiment.title)),
      JSONMember("figures", .array(experiment.panels.map { .string($0) })),
      JSONMember("claims", .array(experiment.claims(results, setting).map(\.json))),
      JSONMember("conditions", .object(conditions(experiment).map { JSONMember($0, figures($0)) })),
    ])
  }

  private func figures(_ condition: String) -> JSONValue {
    .object(
      results.names(condition).compactMap { name in
        results.summary(Figure(condition, name)).map { JSONMember(name, $0.json) }
      })
  }
}

extension Summary {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("mean", .number(mean)),
      JSONMember("standard_error", standardError.map(JSONValue.number) ?? .null),
      JSONMember("seeds", .integer(Int64(count))),
    ])
  }
}

extension Claim {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("figure", .string(panel)), JSONMember("paper", .string(paper)),
      JSONMember("found", .string(found)), JSONMember("verdict", .string(verdict.rawValue)),
    ])
  }
}
