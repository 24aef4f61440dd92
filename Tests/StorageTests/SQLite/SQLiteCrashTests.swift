import Foundation
import Glibc
import Storage
import Synchronization
import Testing

/// Kills a writing process and looks for everything that it had acknowledged.
@Suite struct SQLiteCrashTests {
  @Test(arguments: [Durability.full, .process])
  func `nothing acknowledged is missing after SIGKILL`(_ durability: Durability) async throws {
    try await withDirectory { directory in
      let path = directory + "/a.sqlite"
      // Each round goes on with what the round before it left behind.
      for round in 0..<4 {
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [path = path as String, round = round as Int, durability = durability.rawValue as String] in
          try writeUntilKilled(path, round: round, Durability(rawValue: durability) ?? .full)
        }
        let acknowledged = try acknowledgements(path)
        #expect(acknowledged.count > 100 * (round + 1), "too little was written to tell")
        let store = try SQLiteStore(path: path, durability: durability)
        defer { store.close() }
        for id in acknowledged {
          let stored = try #require(try store.decision(id), "acknowledged, and gone")
          #expect(stored.labels.map(\.label) == ["benign"])
          #expect(stored.record.features.count == 800)
        }
        let counts = try store.decisionCounts()
        #expect(counts.total >= acknowledged.count)
        #expect(counts.labels == counts.total, "half of a submission was stored")
      }
    }
  }
}

/// Four threads submit without pause; every commit is acknowledged in a file beside the database, until the kill.
private func writeUntilKilled(_ path: String, round: Int, _ durability: Durability) throws {
  let store = try SQLiteStore(path: path, durability: durability)
  let acknowledgements = open(path + ".acknowledged", O_WRONLY | O_APPEND | O_CREAT, 0o600)
  let answered = Atomic(0)
  let threads = (0..<4).map { thread in
    Thread {
      for n in 0... {
        let id = (round * 4 + thread) * 1_000_000 + n
        store.submit([
          .decision(Sample.decision(id, features: 800), nil),
          .label(Sample.label(id, "ada", "benign"), replace: false),
        ]) { results in
          guard results == [.created, .created] else { return }
          let bytes = DecisionID.sample(id).bytes
          _ = write(acknowledgements, bytes, bytes.count)
          answered.add(1, ordering: .relaxed)
        }
        // Stay within the queue, in the middle of some commit whenever the kill comes.
        while store.statistics.waiting > 512 { sched_yield() }
      }
    }
  }
  threads.forEach { $0.start() }
  while answered.load(ordering: .relaxed) < 500 + 137 * round { usleep(200) }
  kill(getpid(), SIGKILL)
}

private func acknowledgements(_ path: String) throws -> [DecisionID] {
  let file = try #require(fopen(path + ".acknowledged", "r"))
  defer { fclose(file) }
  var ids: [DecisionID] = []
  var bytes = [UInt8](repeating: 0, count: 16)
  while fread(&bytes, 1, 16, file) == 16 { ids.append(try #require(DecisionID(bytes: bytes))) }
  return ids
}
