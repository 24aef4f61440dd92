import GRDB

extension StoreError {
  /// Turns whatever a database call threw into an error of the store's.
  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error)
    default: self = .database(code: -1, message: "\(error)")
    }
  }

  private init(_ error: DatabaseError) {
    let message = error.message ?? "result code \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: self = .full(message)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY: self = .inputOutput(message)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(message)
    case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH: self = .constraint(message)
    default: self = .database(code: error.extendedResultCode.rawValue, message: message)
    }
  }

  /// Whether it condemns the row alone: the statement was undone, the transaction is sound.
  var concernsOneRow: Bool {
    if case .constraint = self { true } else { false }
  }

  /// Whether a connection that saw it may have a wrong idea of what is on the disk.
  var distrustsTheFile: Bool {
    switch self {
    case .inputOutput, .corrupt: true
    default: false
    }
  }
}
