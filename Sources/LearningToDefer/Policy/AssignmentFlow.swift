/// Inputs assigned to sinks within their capacity, and the prices that prove the assignment cheapest.
///
/// Successive shortest paths (Ahuja, Magnanti, Orlin 1993, §9.7) on a graph whose nodes are the sinks: J experts, and last the
/// classifier. The arc from a to b costs what is lost by moving the input of a that loses least. Every input sits where
/// `gain - price` is largest, and only full sinks have a price: by duality no other assignment is better.
struct AssignmentFlow {
  /// Where each input is, `[n]`; -1 before it is added.
  private(set) var sinkOfInput: [Int]
  /// What each sink gains over the classifier `[n, sinks]`: whole, at most 2^50, so that sums of three are not rounded.
  private let gains: [Double]
  private let sinks: Int
  private let capacities: [Int]
  private var members: [[Int]]
  private var prices: [Double]
  /// The costs of the arcs out of full sinks `[sinks, sinks]`; infinite where nobody can move.
  private var losses: [Double]

  /// Starts without inputs.
  ///
  /// - Parameters:
  ///   - gains: `[n, sinks]`; `-infinity` where an assignment is not possible, 0 for the last sink.
  ///   - capacities: Of each sink; the last one takes any number.
  init(gains: [Double], capacities: [Int]) {
    self.gains = gains
    self.capacities = capacities
    sinks = capacities.count
    sinkOfInput = [Int](repeating: -1, count: gains.count / sinks)
    members = Array(repeating: [], count: sinks)
    prices = [Double](repeating: 0, count: sinks)
    losses = [Double](repeating: .infinity, count: sinks * sinks)
  }

  /// Adds an input along the cheapest path to a sink with room; of equally cheap ones to the preferred sink itself.
  mutating func add(_ input: Int, preferring preferred: Int? = nil) {
    let distances = start(of: input)
    if let preferred, distances[preferred] == 0, hasRoom(preferred) {
      return place(input, along: [preferred])
    }
    var search = SinkSearch(distances: distances)
    while let sink = search.settle(preferring: hasRoom) {
      guard !hasRoom(sink) else {
        for other in 0..<sinks where search.isSettled[other] {
          prices[other] += search.distances[sink] - search.distances[other]
        }
        return place(input, along: search.path(to: sink))
      }
      search.relax(from: sink, losses: losses[sink * sinks..<(sink + 1) * sinks], prices: prices)
    }
    preconditionFailure("the classifier has room for every input")
  }

  private func hasRoom(_ sink: Int) -> Bool { members[sink].count < capacities[sink] }

  /// What the input loses at each sink, beside the best one at today's prices.
  private func start(of input: Int) -> [Double] {
    let values = (0..<sinks).map { gains[input * sinks + $0] - prices[$0] }
    let best = values.max() ?? 0
    return values.map { best - $0 }
  }

  /// Puts the input into the first sink of the path, and moves one on along each arc.
  private mutating func place(_ input: Int, along path: [Int]) {
    var arriving = input
    for (sink, next) in zip(path, path.dropFirst()) {
      let least = losses[sink * sinks + next]
      guard let position = members[sink].firstIndex(where: { loss($0, sink, next) == least }) else {
        preconditionFailure("an arc's cost is the loss of one of its inputs")
      }
      sinkOfInput[arriving] = sink
      swap(&members[sink][position], &arriving)
      exchange(arriving, for: members[sink][position], in: sink)
    }
    let last = path[path.count - 1]
    sinkOfInput[arriving] = last
    members[last].append(arriving)
    if !hasRoom(last) { lower(0..<sinks, from: last) }
  }

  private func loss(_ input: Int, _ sink: Int, _ other: Int) -> Double {
    gains[input * sinks + sink] - gains[input * sinks + other]
  }

  /// Corrects the costs of a full sink's arcs; only those that the leaving input had set are looked for anew.
  private mutating func exchange(_ leaving: Int, for arriving: Int, in sink: Int) {
    var unknown: [Int] = []
    for other in 0..<sinks {
      let arc = sink * sinks + other
      if loss(leaving, sink, other) == losses[arc] {
        unknown.append(other)
        losses[arc] = .infinity
      } else {
        losses[arc] = min(losses[arc], loss(arriving, sink, other))
      }
    }
    lower(unknown, from: sink)
  }

  /// Lowers the costs of some arcs to the least loss of the sink's inputs.
  private mutating func lower(_ others: some Collection<Int>, from sink: Int) {
    for input in members[sink] {
      for other in others {
        losses[sink * sinks + other] = min(losses[sink * sinks + other], loss(input, sink, other))
      }
    }
  }
}
