import LearningToDefer

extension Examples {
  /// The same rows with another label column at `place` among the experts.
  func replacingExpert(_ place: Int, labels column: [Int32]) -> Examples {
    precondition(column.count == rows && place < experts.count, "there is a label for every row")
    var copy = self
    for row in 0..<rows { copy.expertLabels[row * experts.count + place] = column[row] }
    return copy
  }
}
