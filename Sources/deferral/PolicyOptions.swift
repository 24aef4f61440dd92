import ArgumentParser
import DeferralService
import Formats
import LearningToDefer

/// The options of `evaluate` and `predict` that say who may be asked, and what asking and errors cost.
struct PolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Cost of asking an expert, in classification errors (with --error-costs in its units); repeatable.",
      valueName: "expert=cost"))
  var cost: [NamedNumber] = []

  @Option(
    help: ArgumentHelp(
      "JSON file with the cost of each error, {\"true class\": {\"answer\": cost}}.", valueName: "file"))
  var errorCosts: String?

  @Option(help: "Share of the rows to defer: a shift of the experts' scores is fitted on these very rows.")
  var deferralRate: Share?

  @Option(help: "The same as a maximum: fewer are deferred where fewer gain by it.")
  var maxDeferralRate: Share?

  @Option(help: ArgumentHelp("The only experts who may be asked (default: all).", valueName: "a,b"))
  var available: NameList?

  func validate() throws {
    guard deferralRate == nil || maxDeferralRate == nil else {
      throw ValidationError("--deferral-rate stands beside --max-deferral-rate; give one of them.")
    }
    guard Set(cost.map(\.name)).count == cost.count else {
      throw ValidationError("--cost names an expert twice.")
    }
  }

  /// The experts who may be asked.
  func experts(_ bundle: ModelBundle) throws(Failure) -> ExpertSet {
    let experts = bundle.manifest.experts
    guard let available else { return ExpertSet(all: experts.count) }
    return ExpertSet(
      try available.names.map { name throws(Failure) in try bundle.index(name, option: "--available") },
      of: experts.count)
  }

  /// The experts who may be asked of those whom another model knows.
  func known(to bundle: ModelBundle) -> ExpertSet {
    let experts = bundle.manifest.experts
    return ExpertSet(
      experts.indices.filter { available?.names.contains(experts[$0]) ?? true }, of: experts.count)
  }

  /// Who decides; a budget is fitted on all the rows given, among the available experts.
  func policy(_ bundle: ModelBundle, examples: Examples, rows: [Int]) throws -> DecisionPolicy {
    guard bundle.estimator.defers || (cost.isEmpty && deferralRate == nil && maxDeferralRate == nil) else {
      throw Failure.usage(
        "a \(bundle.manifest.surrogate.rawValue) never defers: leave out --cost, --deferral-rate and --max-deferral-rate"
      )
    }
    for cost in cost { _ = try bundle.index(cost.name, option: "--cost") }
    let costs = TeamCosts(
      experts: Dictionary(uniqueKeysWithValues: cost.map { ($0.name, $0.value) }),
      errors: try errorCosts.map { path throws(FormatError) in try ErrorCosts.read(path) })
    var policy = try costs.policy(for: bundle)
    if let rate = deferralRate ?? maxDeferralRate {
      let advantages = policy.advantages(
        network: bundle.network, examples: examples, rows: rows, available: try experts(bundle))
      let budget = DeferralBudget(
        rate: rate.value, isMaximum: maxDeferralRate != nil, advantages: advantages)
      // A maximum that does not bind changes nothing.
      policy.shift = maxDeferralRate != nil && budget.shift == 0 ? nil : budget.shift
    }
    return policy
  }

  /// What was asked for, and the shift that was fitted.
  func json(_ policy: DecisionPolicy, experts: ExpertSet, names: [String]) -> JSONValue {
    .members([
      "available": .array(experts.indices.map { .string(names[$0]) }),
      "costs": .object(cost.map { JSONMember($0.name, .number($0.value)) }),
      "error_costs": errorCosts.map(JSONValue.string) ?? .null,
      "deferral_rate": .orNull(deferralRate?.value),
      "max_deferral_rate": .orNull(maxDeferralRate?.value),
      "shift": .orNull(policy.shift),
    ])
  }
}

/// A name with a number from 0 to 1e9, as `ann=0.05`.
struct NamedNumber: ExpressibleByArgument {
  let name: String
  let value: Double

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="), equals > argument.startIndex,
      let value = Double(argument[argument.index(after: equals)...]), (0...1e9).contains(value)
    else { return nil }
    name = String(argument[..<equals])
    self.value = value
  }
}

/// A share from 0 to 1.
struct Share: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    guard let value = Double(argument), (0...1).contains(value) else { return nil }
    self.value = value
  }
}

extension ModelBundle {
  /// The index of an expert whom an option names.
  func index(_ expert: String, option: String) throws(Failure) -> Int {
    guard let index = manifest.experts.firstIndex(of: expert) else {
      throw .usage(
        "\(option) names \"\(expert)\", whom the model does not know; it knows \(manifest.experts.joined(separator: ", "))"
      )
    }
    return index
  }
}
