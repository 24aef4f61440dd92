extension ExpertSet {
  /// The share of the right experts whom the set leaves out; 0 where nobody is right.
  package func falseNegativeShare(ofRight right: [Int]) -> Double {
    right.isEmpty ? 0 : Double(right.count { !contains($0) }) / Double(right.count)
  }
}
