import LearningToDefer

/// The ten experts of rising ability of Figure 1, in the order in which the pool grows.
///
/// The appendix has two tables: one for data with annotations by people, one for data with the truth alone.
package struct RisingPool {
  /// One expert.
  package struct Member {
    /// What it is, as in the appendix.
    package let kind: String
    /// What it does.
    package let behaviour: String
    /// How its labels are drawn; nil for the network.
    package let simulated: SimulatedExpert.Kind?
  }

  /// The experts, the least able first.
  package let members: [Member]
  private let data: ExperimentData

  /// Chooses the table that fits the data.
  package init(_ data: ExperimentData) {
    self.data = data
    members =
      data.hasHumans
      ? Self.annotationBased(data.examples.experts)
      : Self.truthBased(classes: data.examples.classes.count)
  }

  /// The data with the pool's labels, the same for every size of the pool.
  package func examples(_ count: Int, split: Split, scale: Scale, seed: Int) throws(TrainingError) -> Examples
  {
    let experts = members.prefix(count).enumerated().map { place, member in
      SimulatedExpert(name: "expert-\(place + 1)", kind: member.simulated ?? .random)
    }
    var examples = data.examples.simulating(experts, seed: UInt64(seed))
    for (place, member) in members.prefix(count).enumerated() where member.simulated == nil {
      let network = try HalfSightedNetwork(
        data.examples, groups: data.coarseGroups, rows: split.calibration, epochs: scale.epochs, seed: seed)
      examples = examples.replacingExpert(place, labels: network.labels)
    }
    return examples
  }

  private static func annotationBased(_ columns: [String]) -> [Member] {
    let source = { (turn: Int) in turn % columns.count }
    let flipping = { (share: Double, turn: Int) in
      Member(
        kind: "flipping human", behaviour: "\(columns[source(turn)]), flipped in \(percent(share))",
        simulated: .flip(probability: share, source: source(turn)))
    }
    let probabilistic = { (share: Double, turn: Int) in
      Member(
        kind: "probabilistic", behaviour: "\(columns[source(turn)]) in \(percent(share)), else at random",
        simulated: .probabilistic(probability: share, source: source(turn)))
    }
    let human = { (turn: Int) in
      Member(
        kind: "human", behaviour: columns[source(turn)],
        simulated: .flip(probability: 0, source: source(turn)))
    }
    return [
      Member(kind: "random", behaviour: "any class", simulated: .random), probabilistic(0.1, 0),
      flipping(0.5, 0), probabilistic(0.75, 0), flipping(0.3, 1), flipping(0.2, 0), probabilistic(0.85, 1),
      human(0), probabilistic(0.5, 0), human(1),
    ]
  }

  private static func truthBased(classes: Int) -> [Member] {
    let benign = Set(0..<(classes * 6 + 5) / 10)
    let malignant = Set(0..<classes).subtracting(benign)
    let one = { (place: Int) in Set([min(place, classes - 1)]) }
    let specialist = { (kind: String, own: Set<Int>, inside: Double, outside: Double) in
      Member(
        kind: kind,
        behaviour: "right in \(percent(inside)) on \(names(own)), in \(percent(outside)) elsewhere",
        simulated: .specialist(probability: inside, classes: own, probabilityElsewhere: outside))
    }
    let experienced = Member(
      kind: "experienced", behaviour: "right in 80% on all classes",
      simulated: .specialist(probability: 0.8, classes: Set(0..<classes)))
    return [
      Member(kind: "random", behaviour: "any class", simulated: .random),
      specialist("malignant", malignant, 0.25, 0.15), specialist("benign", benign, 0.25, 0.15),
      specialist("nv", one(0), 0.5, 0.15), specialist("vasc", one(3), 0.7, 0.15),
      specialist("mel", one(6), 0.75, 0.15), specialist("benign", benign, 0.75, 0.25),
      Member(
        kind: "network", behaviour: "a network of 32 units that sees half of the input and the coarse group",
        simulated: nil),
      experienced, experienced,
    ]
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }

  private static func names(_ classes: Set<Int>) -> String {
    let sorted = classes.sorted()
    guard let first = sorted.first, let last = sorted.last else { return "no class" }
    return first == last ? "class \(first)" : "classes \(first) to \(last)"
  }
}
