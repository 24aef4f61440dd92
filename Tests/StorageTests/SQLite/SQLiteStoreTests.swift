import GRDB
import Glibc
import Storage
import Testing

@Suite struct SQLiteStoreTests {
  @Test(arguments: [(Durability.full, 2), (.process, 1)])
  func `the connection runs as durably as it was asked to`(_ durability: Durability, _ synchronous: Int)
    async throws
  {
    try await withDirectory { directory in
      let store = try SQLiteStore(path: directory + "/a.sqlite", durability: durability)
      defer { store.close() }
      let settings = try store.settings()
      #expect(settings.synchronous == synchronous)
      #expect(settings.journalMode == "wal")
      #expect(settings.foreignKeys)
    }
  }

  @Test func `a file that is no database is refused and left alone`() async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      let content = String(repeating: "not a database ", count: 500)
      try write(content, to: path)
      let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
      guard case .corrupt = error else { Issue.record("\(String(describing: error))"); return }
      try #expect(read(path) == Array(content.utf8))
    }
  }

  @Test func `a damaged page is found when the file is opened`() async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      let store = try SQLiteStore(path: path)
      _ = await store.write((0..<400).map { .decision(Sample.decision($0, features: 3_000), nil) })
      store.close()
      // The wide rows fill the end of the file: damage the pages of the table in its middle.
      let file = fopen(path, "r+")
      let bytes = [UInt8](repeating: 0xA5, count: 4_096)
      for page in 100..<140 {
        fseek(file, page * 4_096, SEEK_SET)
        fwrite(bytes, 1, bytes.count, file)
      }
      fclose(file)
      let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
      guard case .corrupt = error else { Issue.record("\(String(describing: error))"); return }
    }
  }

  @Test func `a database of a newer release is refused`() async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      try SQLiteStore(path: path).close()
      let database = try DatabaseQueue(path: path)
      try await database.write {
        try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')")
      }
      try database.close()
      #expect(throws: StoreError.newerSchema(path: path)) { try SQLiteStore(path: path) }
    }
  }

  @Test func `a directory that does not exist cannot hold a database`() {
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: "/nowhere/at/all/a.sqlite") }
    guard case .inputOutput = error else { Issue.record("\(String(describing: error))"); return }
  }

  @Test func `expired keys are deleted as new ones come`() async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      let store = try SQLiteStore(path: path)
      _ = await store.write((0..<10).map { .decision(Sample.decision($0), Sample.key("old-\($0)")) })
      let later = Sample.epoch + Sample.day
      for n in 10..<15 {
        let key = Sample.key("new-\(n)", expiresAt: later + Sample.day)
        _ = await store.write(.decision(Sample.decision(n, at: later), key))
      }
      store.close()
      let database = try DatabaseQueue(path: path)
      let keys = try await database.read {
        try String.fetchAll($0, sql: "SELECT key FROM idempotency_key ORDER BY sequence")
      }
      #expect(keys == (10..<15).map { "new-\($0)" })
    }
  }

  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    #expect(fputs(text, file) >= 0)
  }

  private func read(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}
