import Glibc

/// Gives `body` a new directory and removes it with what is in it, one level deep.
func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  var template = Array("/tmp/deferral-storage-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw DirectoryFailure(code: errno) }
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { removeDirectory(path) }
  return try await body(path)
}

struct DirectoryFailure: Error {
  let code: Int32
}

private func removeDirectory(_ path: String) {
  if let directory = opendir(path) {
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { unlink(path + "/" + name) }
    }
    closedir(directory)
  }
  rmdir(path)
}
