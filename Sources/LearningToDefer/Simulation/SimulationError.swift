/// What is wrong with a specification of simulated experts.
package enum SimulationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no expert in it.
  case empty
  /// A part is not `name=kind(arguments)`.
  case malformed(part: String, problem: String)
  /// The name is not `[A-Za-z0-9._-]{1,64}`, or reserved.
  case name(String)
  /// Two experts have one name.
  case duplicateName(String)
  /// The number after `*` is not from 1 to 1000.
  case copies(name: String, found: String)
  /// There is no such kind.
  case unknownKind(name: String, kind: String)
  /// A kind takes another number of arguments.
  case arguments(name: String, kind: String, expected: String, found: Int)
  /// A probability is not a number from 0 to 1.
  case probability(name: String, found: String)
  /// There is no such class.
  case unknownClass(name: String, label: String)
  /// There is no such expert column in the data.
  case unknownSource(name: String, source: String)

  /// One line that names the expert, the problem and the cure.
  package var description: String {
    switch self {
    case .empty:
      "no expert is given: write name=kind(arguments), separated by ;"
    case .malformed(let part, let problem):
      "'\(part)': \(problem): write name=kind(arguments), separated by ;"
    case .name(let name):
      "'\(name)' cannot name an expert: use 1 to 64 of A-Z a-z 0-9 . _ -, not 'classifier' or 'mean'"
    case .duplicateName(let name):
      "the name \(name) is given twice: every expert needs a name of its own"
    case .copies(let name, let found):
      "\(name): '\(found)' is not a number of copies: write \(name)*4=..., from 1 to 1000"
    case .unknownKind(let name, let kind):
      "\(name): there is no kind '\(kind)': use specialist, random, oracle, flip or probabilistic"
    case .arguments(let name, let kind, let expected, let found):
      "\(name): \(kind) takes \(expected), found \(found) arguments"
    case .probability(let name, let found):
      "\(name): '\(found)' is not a probability: write a number from 0 to 1"
    case .unknownClass(let name, let label):
      "\(name): there is no class '\(label)' in the data"
    case .unknownSource(let name, let source):
      "\(name): there is no expert column '\(source)' in the data"
    }
  }
}
