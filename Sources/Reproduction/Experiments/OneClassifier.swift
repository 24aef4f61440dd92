import LearningToDefer
import Reports

/// The baseline that several experiments share: one classifier, which never defers.
enum OneClassifier {
  private static let condition = "one-classifier"
  /// Where its accuracy is found.
  static let accuracy = Figure(condition, "accuracy")

  static func trial(_ setting: Setting, seed: Int) -> Trial {
    Trial(condition, seed: seed) {
      let experts = [SimulatedExpert(name: "nobody", kind: .random)]
      let system = try TrainedSystem(
        .classifierOnly, examples: setting.data.examples.simulating(experts, seed: UInt64(seed)),
        split: setting.data.split(setting.scale, seed: UInt64(seed)), setting: setting, seed: seed)
      // Its estimates of the expert say nothing.
      return system.figures().filter { $0.key == "accuracy" }
    }
  }

  static func series(_ results: TrialResults, over places: [Double]) -> Series {
    results.series(
      SurrogateName.classifierOnly.figureName, SurrogateName.classifierOnly.look, over: places
    ) { _ in accuracy }
  }
}
