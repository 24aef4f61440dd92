/// A sum that keeps what rounding drops (Neumaier 1974), so that a million shares stay within the 1e-9.
struct CompensatedSum {
  private var sum = 0.0
  private var dropped = 0.0
  var value: Double { sum + dropped }

  mutating func add(_ term: Double) {
    let next = sum + term
    dropped += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }
}
