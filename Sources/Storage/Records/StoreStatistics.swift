/// What the writer has done since it was opened, for metrics.
package struct StoreStatistics: Sendable, Equatable {
  /// Writes that wait for their transaction now.
  package var waiting = 0
  /// Transactions that were committed.
  package var transactions = 0
  /// Writes that went through a committed transaction, whatever their result.
  package var writes = 0
  /// Transactions of which nothing was stored.
  package var failures = 0
  /// Submissions that were refused because the queue was full.
  package var refusals = 0
  /// Seconds spent in transactions, commits included.
  package var seconds = 0.0

  /// Starts at nothing.
  package init() {}
}
