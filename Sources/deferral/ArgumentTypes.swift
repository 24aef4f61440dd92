import ArgumentParser
import Formats
import LearningToDefer

extension SurrogateName: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension Fold: ExpressibleByArgument {}

extension GroupRule: ExpressibleByArgument {
  /// Reads `id-prefix:SEPARATOR`.
  public init?(argument: String) { self.init(argument) }
}

/// The widths of hidden layers as `128,64`; `none` for a linear model.
struct HiddenLayers: ExpressibleByArgument {
  let widths: [Int]

  init(_ widths: [Int]) { self.widths = widths }

  init?(argument: String) {
    let isNone = argument == "none"
    let parts = isNone ? [] : argument.split(separator: ",", omittingEmptySubsequences: false)
    let widths = parts.compactMap { Int($0) }.filter { $0 > 0 && $0 <= 1 << 20 }
    guard widths.count == parts.count else { return nil }
    self.init(widths)
  }

  var defaultValueDescription: String { widths.map(String.init).joined(separator: ",") }
}

/// Numbers to try, as `64,128,256`; settings say which can be used.
struct NumberList<Number: LosslessStringConvertible>: ExpressibleByArgument {
  let values: [Number]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    values = parts.compactMap { Number(String($0)) }
    guard values.count == parts.count else { return nil }
  }
}

/// The least and the greatest length of n-grams as `1,2`, or one length; `none` for none.
struct NGramLengths: ExpressibleByArgument {
  let range: ClosedRange<Int>?

  init?(argument: String) {
    let isNone = argument == "none"
    let parts = isNone ? [] : argument.split(separator: ",", omittingEmptySubsequences: false)
    let bounds = parts.compactMap { Int($0) }
    guard bounds.count == parts.count, isNone || (1...2).contains(bounds.count) else { return nil }
    guard let least = bounds.first, let greatest = bounds.last else {
      range = nil
      return
    }
    guard least <= greatest else { return nil }
    range = least...greatest
  }
}

/// Names in a wished order, as `benign,malignant`.
struct NameList: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard Set(names).count == names.count, !names.contains("") else { return nil }
  }
}

/// How gradients become steps, by name.
enum OptimizerName: String, ExpressibleByArgument, CaseIterable {
  case adam, sgd
}

/// An error rate strictly between 0 and 1.
struct ErrorRate: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    guard let value = Double(argument), value > 0, value < 1 else { return nil }
    self.value = value
  }
}

extension ClassWeights: ExpressibleByArgument {
  /// Reads `balanced`, `equal` or `name=weight,...`; a name may hold `=`, but no comma.
  public init?(argument: String) {
    switch argument {
    case "equal": self = .equal
    case "balanced": self = .balanced
    default:
      var byName: [String: Double] = [:]
      for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
        guard let equals = part.lastIndex(of: "="), let weight = Double(part[part.index(after: equals)...]),
          byName.updateValue(weight, forKey: String(part[..<equals])) == nil
        else { return nil }
      }
      self = .given(byName)
    }
  }

  /// What help shows as the default.
  public var defaultValueDescription: String { self == .equal ? "equal" : "given" }
}
