import ArgumentParser
import LearningToDefer

/// The options of `train` that look for settings by the validation loss.
struct SearchOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Look for the best width, learning rate and weight decay by the validation loss.",
      discussion: """
        Tries all combinations, by default 27 around the settings given: every part of them for a ninth of the epochs, the \
        best third for a third, the best three for all. The winner becomes the model.
        """))
  var search = false

  @Option(help: ArgumentHelp("Widths to try, each for every hidden layer.", valueName: "64,128,256"))
  var searchWidths: NumberList<Int>?

  @Option(help: ArgumentHelp("Learning rates to try.", valueName: "0.0003,0.001"))
  var searchRates: NumberList<Double>?

  @Option(help: ArgumentHelp("Weight decays to try.", valueName: "0,0.0005"))
  var searchDecays: NumberList<Double>?

  @Option(help: ArgumentHelp("Try only this many combinations, drawn by the seed.", valueName: "count"))
  var searchTrials: Int?

  func validate() throws {
    let given = searchWidths != nil || searchRates != nil || searchDecays != nil || searchTrials != nil
    guard search || !given else { throw ValidationError("--search-... options need --search.") }
    guard searchTrials.map({ $0 >= 1 }) ?? true else {
      throw ValidationError("--search-trials must be at least 1.")
    }
  }

  /// The settings to try.
  ///
  /// - Throws: `Failure` for those that cannot be used, naming the list that they are from.
  func candidates(around settings: TrainingSettings) throws(Failure) -> [TrainingSettings] {
    let space = SearchSpace(
      around: settings, widths: searchWidths?.values, rates: searchRates?.values, decays: searchDecays?.values
    )
    let candidates = space.candidates(settings, limit: searchTrials)
    for candidate in candidates {
      do throws(TrainingError) {
        try candidate.check()
      } catch {
        guard case .setting(let name, let problem) = error, let list = list(of: name) else {
          throw Failure(error)
        }
        throw .usage("\(list): each \(problem)")
      }
    }
    return candidates
  }

  /// The option that gives what is tried of a setting; nil where it is not given.
  private func list(of setting: String) -> String? {
    switch setting {
    case "hidden": searchWidths.map { _ in "--search-widths" }
    case "learning_rate": searchRates.map { _ in "--search-rates" }
    case "weight_decay": searchDecays.map { _ in "--search-decays" }
    default: nil
    }
  }
}
