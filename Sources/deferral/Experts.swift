import ArgumentParser

/// `deferral experts`: who is in a model's team.
struct Experts: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, add or remove the experts of a bundle, without training it again.",
    discussion: """
      Example:
        deferral experts add carol --model bundle
        deferral experts list --model bundle
      """,
    subcommands: [ExpertsList.self, ExpertsAdd.self, ExpertsRemove.self])
}
