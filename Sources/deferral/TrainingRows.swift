import Formats
import LearningToDefer

/// The rows of one `train`, and what each is used for.
struct TrainingRows {
  /// Size beyond which a feature is taken for the cause of a divergence.
  private static let suspicious: Float = 1e12

  let examples: Examples
  let folds: [Fold: [Int]]
  /// The data's path, for messages.
  let file: String

  subscript(fold: Fold) -> [Int] { folds[fold] ?? [] }

  /// The rows without the labels of experts whom they tell too little about.
  func hiding(_ new: NewExperts) -> TrainingRows {
    TrainingRows(examples: new.hidden(in: examples), folds: folds, file: file)
  }

  /// Names the row that is to blame for a divergence where one stands out; else the learning rate.
  func diverged(epoch: Int) -> any Error {
    var largest: (row: Int, column: Int, value: Float) = (0, 0, 0)
    for row in 0..<examples.rows {
      examples.features.withRow(row) { values in
        for column in values.indices where abs(values[column]) > abs(largest.value) {
          largest = (row, column, values[column])
        }
      }
    }
    guard abs(largest.value) > Self.suspicious else { return TrainingError.diverged(epoch: epoch) }
    return FormatError(
      file: file, place: "row \(largest.row) (from 0), feature \(largest.column)",
      problem: "training diverged in epoch \(epoch), and this value is \(largest.value)",
      cure: "correct or leave out the row, or scale the feature")
  }
}
