import CLinux
import Glibc

/// The directory of a bundle, replaced as a whole.
struct BundleDirectory {
  private static let files = ["manifest.json", "weights.safetensors"]

  private let path: String
  private let exists: Bool
  private var parent: String { DirectoryPath.parent(of: path) }
  private var beside: String { path + ".writing-\(getpid())" }

  /// Looks at what is at `path` now: nothing, an empty directory or a bundle.
  init(_ path: String) throws(FormatError) {
    // A link keeps pointing where it does; the directory behind it is replaced.
    if let resolved = realpath(path, nil) {
      self.path = String(cString: resolved)
      free(resolved)
      exists = true
      let entries = try Self.entries(of: self.path)
      guard entries.isEmpty || entries.contains("manifest.json") else {
        throw FormatError(
          file: path, problem: "is a directory that holds no bundle", cure: "name a new directory or a bundle"
        )
      }
    } else {
      self.path = DirectoryPath.trimmed(path)
      exists = false
    }
  }

  /// Checks that entries can be made in the directory that holds this one.
  func checkParent() throws(FormatError) {
    guard access(parent, W_OK | X_OK) == 0 else { throw .system("write to the directory", parent) }
  }

  /// Lets `write` fill a new directory and puts that in this one's place.
  func replace(with write: (String) throws(FormatError) -> Void) throws(FormatError) {
    let beside = beside
    try remove(beside)
    guard mkdir(beside, 0o755) == 0 else { throw .system("create the directory", beside) }
    do throws(FormatError) {
      try write(beside)
      try DurableFile.syncDirectory(beside)
      try moveIn()
    } catch {
      try? remove(beside)
      throw error
    }
  }

  private func moveIn() throws(FormatError) {
    guard exists else {
      guard rename(beside, path) == 0 else { throw .system("rename the new bundle to", path) }
      return try DurableFile.syncDirectory(parent)
    }
    guard linux_exchange(beside, path) == 0 else {
      throw .system("exchange the bundle with its new version at", path)
    }
    try DurableFile.syncDirectory(parent)
    // The old directory has the other name now. What the owner put beside the bundle stays theirs.
    for entry in try Self.entries(of: beside) where !Self.files.contains(entry) {
      guard rename("\(beside)/\(entry)", "\(path)/\(entry)") == 0 else {
        throw .system("keep the file \(entry) in", path)
      }
    }
    try remove(beside)
  }

  /// Removes a directory of this kind: the two files and nothing else.
  private func remove(_ directory: String) throws(FormatError) {
    for file in Self.files {
      unlink("\(directory)/\(file)")
      unlink("\(directory)/\(file).writing-\(getpid())")
    }
    guard rmdir(directory) == 0 || errno == ENOENT else { throw .system("remove the directory", directory) }
  }

  private static func entries(of directory: String) throws(FormatError) -> [String] {
    guard let stream = opendir(directory) else { throw .system("open the directory", directory) }
    defer { closedir(stream) }
    var entries: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != "." && name != ".." { entries.append(name) }
    }
    return entries
  }
}
