import Formats
import LearningToDefer

/// What every trial of an experiment is run with.
package struct Setting: Sendable {
  /// The rows.
  package let data: ExperimentData
  /// How much of everything.
  package let scale: Scale
  /// The error rate of the conformal sets.
  package let alpha = 0.1

  /// Joins them.
  package init(data: ExperimentData, scale: Scale) {
    self.data = data
    self.scale = scale
  }

  /// The numbers of the repetitions.
  var seeds: ClosedRange<Int> { 1...scale.seeds }

  /// One trial for each seed, place on the axis and surrogate.
  func trials<Place>(
    over places: [Place], _ surrogates: [SurrogateName], _ trial: (Place, SurrogateName, _ seed: Int) -> Trial
  ) -> [Trial] {
    seeds.flatMap { seed in
      places.flatMap { place in surrogates.map { trial(place, $0, seed) } }
    }
  }

  /// Refuses data that the experiments cannot run on.
  ///
  /// - Throws: `FormatError` for fewer than two classes, and for a part of the split without rows.
  package func check() throws(FormatError) {
    guard data.examples.classes.count >= 2 else {
      throw FormatError(
        file: data.name, problem: "has fewer than two classes", cure: "give rows of two classes or more")
    }
    for seed in seeds {
      let split = data.split(scale, seed: UInt64(seed))
      guard split.training.count >= 10, split.calibration.count >= 10, split.test.count >= 10 else {
        throw FormatError(
          file: data.name,
          problem:
            "leaves fewer than ten labelled rows to train, to calibrate or to test on (60, 20 and 20%)",
          cure: "give more rows, or smaller groups")
      }
    }
  }

  /// What trials depend on: a log that was written with another key is not continued.
  package var key: JSONValue {
    .object([
      JSONMember("format", .string("deferral-trials/1")), JSONMember("data_sha256", .string(data.digest)),
      JSONMember("groups_sha256", .string(data.groupsDigest)), JSONMember("scale", scale.json),
      JSONMember("alpha", .number(alpha)),
    ])
  }
}

extension Scale {
  /// The scale as results keep it; null where all rows are taken.
  var json: JSONValue {
    let limit = { (rows: Int) in rows == .max ? JSONValue.null : .integer(Int64(rows)) }
    return .object([
      JSONMember("name", .string(name)), JSONMember("training_rows", limit(rows.training)),
      JSONMember("calibration_rows", limit(rows.calibration)), JSONMember("test_rows", limit(rows.test)),
      JSONMember("epochs", .integer(Int64(epochs))), JSONMember("seeds", .integer(Int64(seeds))),
    ])
  }
}
