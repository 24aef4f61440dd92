/// Why the store could not do what it was asked.
package enum StoreError: Error, Sendable, Equatable {
  /// Too many writes are waiting; the caller answers 503 and the client tries again.
  case busy
  /// The store was closed before the call.
  case closed
  /// The disk has no room; nothing of the transaction was stored.
  case full(String)
  /// Reading or writing the file failed; nothing of the transaction was reported as stored.
  case inputOutput(String)
  /// The file is not a sound database.
  case corrupt(String)
  /// A newer release wrote this database; this one would not understand it.
  case newerSchema(path: String)
  /// The row breaks a rule of the schema, such as an identifier used twice.
  case constraint(String)
  /// No row has this name or number.
  case notFound(String)
  /// Another process serves from the directory; its id where the lock file names it.
  case directoryInUse(directory: String, process: Int32?)
  /// Anything else that the database answered, with its result code.
  case database(code: Int32, message: String)
}

extension StoreError: CustomStringConvertible {
  /// One line for people: what is wrong, where, and the cure where there is one.
  package var description: String {
    switch self {
    case .busy: "the store is busy: too many writes are waiting; try again shortly"
    case .closed: "the store is closed"
    case .full(let message): "no space left for the database (\(message)); free some, it goes on by itself"
    case .inputOutput(let message): "the database file cannot be read or written: \(message)"
    case .corrupt(let message): "the database is damaged (\(message)); restore it from a backup"
    case .newerSchema(let path):
      "\(path) was written by a newer release; start that one, or use another directory"
    case .constraint(let message): "the row breaks a rule of the database: \(message)"
    case .notFound(let what): "\(what) does not exist"
    case .directoryInUse(let directory, let process): Self.inUse(directory, process)
    case .database(let code, let message): "the database answered \(code): \(message)"
    }
  }

  private static func inUse(_ directory: String, _ process: Int32?) -> String {
    let holder = process.map { "process \($0)" } ?? "another process"
    return "the data directory \(directory) is in use by \(holder); stop it, or give another --data-directory"
  }
}
