import Foundation
import Storage

/// A directory of results that no other run writes to at the same time.
final class ResultsDirectory {
  private var lock: DirectoryLock?

  /// Makes the directory where it is not there, and takes it.
  init(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      lock = try DirectoryLock(path: path)
    } catch StoreError.directoryInUse(_, let process) {
      let who = process.map { "process \($0)" } ?? "another process"
      throw .usage("\(path): \(who) writes its results there; wait for it, or give another --out")
    } catch let error as StoreError {
      throw .data("\(path): \(error)")
    } catch {
      throw .data("\(path): cannot be made: \(error.localizedDescription)")
    }
  }

  /// Lets others have it.
  func release() { lock = nil }
}
