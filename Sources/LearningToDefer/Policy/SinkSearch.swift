/// Dijkstra's search for the nearest sink with room, from an input that is to be added.
struct SinkSearch {
  /// The least cost of reaching each sink `[sinks]`, reduced by prices and so never negative.
  private(set) var distances: [Double]
  /// Whether a sink's distance is final, `[sinks]`.
  private(set) var isSettled: [Bool]
  private var previous: [Int]

  /// - Parameter distances: What the input itself loses at each sink.
  init(distances: [Double]) {
    self.distances = distances
    isSettled = [Bool](repeating: false, count: distances.count)
    previous = [Int](repeating: -1, count: distances.count)
  }

  /// Settles the nearest sink; one with room wins a tie, then the lowest index.
  mutating func settle(preferring hasRoom: (Int) -> Bool) -> Int? {
    var nearest: Int?
    var least = Double.infinity
    for sink in distances.indices where !isSettled[sink] && distances[sink] <= least {
      guard distances[sink] < .infinity else { continue }
      if let nearest, distances[sink] == least, hasRoom(nearest) || !hasRoom(sink) { continue }
      nearest = sink
      least = distances[sink]
    }
    if let nearest { isSettled[nearest] = true }
    return nearest
  }

  /// Shortens the ways that lead on from a settled sink.
  mutating func relax(from sink: Int, losses: ArraySlice<Double>, prices: [Double]) {
    let start = distances[sink] - prices[sink]
    for other in distances.indices where !isSettled[other] {
      let distance = start + losses[losses.startIndex + other] + prices[other]
      if distance < distances[other] {
        distances[other] = distance
        previous[other] = sink
      }
    }
  }

  /// The sinks on the way to `end`, the first one first.
  func path(to end: Int) -> [Int] {
    var path = [end]
    while previous[path[path.count - 1]] >= 0 { path.append(previous[path[path.count - 1]]) }
    return path.reversed()
  }
}
