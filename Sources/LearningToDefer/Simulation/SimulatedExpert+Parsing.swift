extension SimulatedExpert {
  /// Reads `name=kind(arguments)`, separated by `;`.
  ///
  /// Arguments are separated by `;`, classes by `,`; `0-4` is a range where classes are whole numbers. `name*4=...`
  /// makes name-1 to name-4.
  ///
  /// - Parameters:
  ///   - classes: The classes' names in order.
  ///   - sources: The names of the expert columns that `flip` and `probabilistic` may copy.
  /// - Throws: `SimulationError`, naming the expert.
  package static func parse(
    spec: String, classes: [String], sources: [String] = []
  ) throws(SimulationError) -> [SimulatedExpert] {
    var experts: [SimulatedExpert] = []
    for part in splitOutsideParentheses(spec) where !part.isEmpty {
      experts += try SpecificationPart(part).experts(classes: classes, sources: sources)
    }
    guard !experts.isEmpty else { throw .empty }
    var names: Set<String> = []
    for expert in experts where !names.insert(expert.name).inserted { throw .duplicateName(expert.name) }
    return experts
  }

  private static func splitOutsideParentheses(_ spec: String) -> [String] {
    var depth = 0
    return spec.split(omittingEmptySubsequences: true) { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == ";" && depth <= 0
    }.map { trimmed($0) }
  }
}
