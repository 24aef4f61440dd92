extension ExpertSet {
  /// The share of the right experts whom the set leaves out; 0 where nobody is right.
  package func falseNegativeShare(ofRight right: some Sequence<Int>) -> Double {
    var count = 0
    var missed = 0
    for expert in right {
      count += 1
      if !contains(expert) { missed += 1 }
    }
    return count == 0 ? 0 : Double(missed) / Double(count)
  }
}
