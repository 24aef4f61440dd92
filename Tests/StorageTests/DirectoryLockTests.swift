import Glibc
import Storage
import Testing

@Suite struct DirectoryLockTests {
  @Test func `a second holder is told who has it, and what to do`() async throws {
    try await withDirectory { directory in
      let lock = try DirectoryLock(path: directory)
      let error = #expect(throws: StoreError.directoryInUse(directory: directory, process: getpid())) {
        try DirectoryLock(path: directory)
      }
      let line = try #require(error).description
      #expect(
        line.contains(directory) && line.contains("process \(getpid())") && line.contains("--data-directory"))
      withExtendedLifetime(lock) {}
    }
  }

  @Test func `the lock is free once its holder is gone`() async throws {
    try await withDirectory { directory in
      do { _ = try DirectoryLock(path: directory) }
      _ = try DirectoryLock(path: directory)
    }
  }

  @Test func `a directory that does not exist cannot be locked`() {
    #expect(throws: StoreError.inputOutput("open /nowhere/at/all/lock: No such file or directory")) {
      try DirectoryLock(path: "/nowhere/at/all")
    }
  }

  @Test func `another process is refused`() async throws {
    try await withDirectory { directory in
      let lock = try DirectoryLock(path: directory)
      await #expect(processExitsWith: .exitCode(3)) {
        [directory = directory as String, holder = getpid() as Int32] in
        do throws(StoreError) {
          _ = try DirectoryLock(path: directory)
        } catch {
          exit(error == .directoryInUse(directory: directory, process: holder) ? 3 : 4)
        }
      }
      withExtendedLifetime(lock) {}
    }
  }

  @Test func `the kernel frees the lock of a process that was killed`() async throws {
    try await withDirectory { directory in
      await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
        let lock = try DirectoryLock(path: directory)
        withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
      }
      _ = try DirectoryLock(path: directory)
    }
  }
}
