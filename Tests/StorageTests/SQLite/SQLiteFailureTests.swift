import Glibc
import Storage
import Testing

/// Disks that fill up and files that cannot be written: nothing is reported as stored that is not.
@Suite struct SQLiteFailureTests {
  @Test(.enabled(if: getuid() == 0, "mounting a small file system takes root"))
  func `a full disk fails the write, and there is room again when there is room`() async throws {
    try await withDirectory { directory in
      guard mount("tmpfs", directory, "tmpfs", 0, "size=2m") == 0 else {
        // Containers may forbid mounting even to root.
        #expect(errno == EPERM || errno == EACCES)
        return
      }
      defer { umount2(directory, Int32(MNT_DETACH)) }
      let store = try SQLiteStore(path: directory + "/a.sqlite")
      defer { store.close() }
      let ballast = directory + "/ballast"
      try fill(ballast, bytes: 1 << 20)

      var stored: [Int] = []
      var n = 0
      while stored.count == n, n < 1_000 {
        if await store.write(.decision(Sample.decision(n, features: 8_192), nil)) == [.created] {
          stored.append(n)
        }
        n += 1
      }
      #expect(stored.count < n, "the disk never filled up")
      let failure = await store.write(.decision(Sample.decision(n, features: 8_192), nil))
      guard case .failed(.full) = failure[0] else { Issue.record("\(failure)"); return }
      try #expect(stored.allSatisfy { try store.decision(.sample($0)) != nil })
      try #expect(store.decision(.sample(n)) == nil)

      unlink(ballast)
      #expect(await store.write(.decision(Sample.decision(n, features: 8_192), nil)) == [.created])
      try #expect(store.decisionCounts().total == stored.count + 1)
    }
  }

  // The limit on a file's size holds for the whole process, so the test has a process of its own.
  @Test func `after a failed write the file is opened afresh and goes on`() async throws {
    try await withDirectory { directory in
      await #expect(processExitsWith: .success) { [directory = directory as String] in
        signal(SIGXFSZ, SIG_IGN)
        let store = try SQLiteStore(path: directory + "/a.sqlite")
        let first = await store.write(.decision(Sample.decision(1, features: 20_000), nil))
        limitFiles(to: 64 << 10)
        let second = await store.write((2..<12).map { .decision(Sample.decision($0, features: 20_000), nil) })
        limitFiles(to: rlim_t.max)
        let third = await store.write(.decision(Sample.decision(12, features: 20_000), nil))
        let total = try store.decisionCounts().total
        store.close()
        guard first == [.created], third == [.created], total == 2 else { exit(4) }
        guard second.allSatisfy(\.isInputOutputFailure) else { exit(5) }
      }
      let again = try SQLiteStore(path: directory + "/a.sqlite")
      defer { again.close() }
      try #expect(again.decision(.sample(1)) != nil)
      try #expect(again.decision(.sample(12)) != nil)
      try #expect(again.decision(.sample(2)) == nil)
    }
  }

  private func fill(_ path: String, bytes: Int) throws {
    let file = open(path, O_CREAT | O_WRONLY, 0o600)
    defer { close(file) }
    #expect(posix_fallocate(file, 0, bytes) == 0)
  }
}

private func limitFiles(to bytes: rlim_t) {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(1), &limit)
  limit.rlim_cur = min(bytes, limit.rlim_max)
  setrlimit(__rlimit_resource_t(1), &limit)
}

extension WriteResult {
  fileprivate var isInputOutputFailure: Bool {
    if case .failed(.inputOutput) = self { true } else { false }
  }
}
