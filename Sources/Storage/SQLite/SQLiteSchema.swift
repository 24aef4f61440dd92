import GRDB

/// The tables, as the versions of the program made them one after the other.
///
/// A migration that was released never changes; a later one changes what it made. Histories are chains: a row that
/// replaces another names it, and partial unique indexes see to it that a chain has one beginning and never forks.
enum SQLiteSchema {
  /// Brings a database of any earlier version to this one.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 decisions") { try $0.execute(sql: decisions) }
    migrator.registerMigration("2 models") { try $0.execute(sql: models) }
    migrator.registerMigration("3 tallies") { try $0.execute(sql: tallies) }
    migrator.registerMigration("4 texts") { try $0.execute(sql: texts) }
    migrator.registerMigration("5 class probabilities") { try $0.execute(sql: classProbabilities) }
    return migrator
  }

  // The wide columns stand last: SQLite reads the narrow ones without touching their overflow pages.
  private static let decisions = """
    CREATE TABLE decision (
      sequence INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      created_at INTEGER NOT NULL,
      model_version TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('predict', 'defer')),
      expert TEXT,
      prediction TEXT NOT NULL,
      propensity REAL NOT NULL,
      audit INTEGER NOT NULL CHECK (audit IN (0, 1)),
      asked_pool TEXT NOT NULL,
      priority INTEGER NOT NULL,
      traceparent TEXT,
      logits BLOB NOT NULL,
      answer BLOB NOT NULL,
      metadata TEXT,
      features BLOB NOT NULL
    ) STRICT;

    CREATE TABLE label (
      sequence INTEGER PRIMARY KEY,
      decision INTEGER NOT NULL REFERENCES decision (sequence),
      expert TEXT NOT NULL,
      label TEXT NOT NULL,
      seconds REAL,
      asked INTEGER NOT NULL CHECK (asked IN (0, 1)),
      created_at INTEGER NOT NULL,
      replaces INTEGER REFERENCES label (sequence)
    ) STRICT;
    CREATE INDEX label_of_decision ON label (decision, expert, sequence);
    CREATE INDEX label_by_time ON label (created_at);
    CREATE UNIQUE INDEX label_first ON label (decision, expert) WHERE replaces IS NULL;
    CREATE UNIQUE INDEX label_next ON label (replaces) WHERE replaces IS NOT NULL;

    CREATE TABLE outcome (
      sequence INTEGER PRIMARY KEY,
      decision INTEGER NOT NULL REFERENCES decision (sequence),
      label TEXT NOT NULL,
      source TEXT,
      created_at INTEGER NOT NULL,
      replaces INTEGER REFERENCES outcome (sequence)
    ) STRICT;
    CREATE INDEX outcome_of_decision ON outcome (decision, sequence);
    CREATE UNIQUE INDEX outcome_first ON outcome (decision) WHERE replaces IS NULL;
    CREATE UNIQUE INDEX outcome_next ON outcome (replaces) WHERE replaces IS NOT NULL;

    CREATE TABLE idempotency_key (
      sequence INTEGER PRIMARY KEY,
      scope TEXT NOT NULL,
      key TEXT NOT NULL,
      body_sha256 BLOB NOT NULL,
      expires_at INTEGER NOT NULL,
      decision INTEGER NOT NULL REFERENCES decision (sequence),
      UNIQUE (scope, key)
    ) STRICT;
    CREATE INDEX idempotency_key_by_expiry ON idempotency_key (expires_at);
    """

  private static let models = """
    CREATE TABLE model_version (
      version INTEGER PRIMARY KEY CHECK (version > 0),
      state TEXT NOT NULL,
      source_version TEXT,
      parent TEXT,
      reason TEXT,
      metrics TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX model_version_active ON model_version (state) WHERE state = 'active';

    CREATE TABLE training_run (
      sequence INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      state TEXT NOT NULL,
      reason TEXT,
      version TEXT,
      progress REAL NOT NULL,
      metrics TEXT,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      finished_at INTEGER
    ) STRICT;

    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """

  // Bytes: SQLite ends a TEXT at its first NUL, which a client's text may hold.
  private static let texts = "ALTER TABLE decision ADD COLUMN text BLOB;"

  private static let classProbabilities = "ALTER TABLE decision ADD COLUMN class_probabilities TEXT;"

  // Counts kept beside the rows, so that reading them costs the same however many rows there are.
  private static let tallies = """
    CREATE TABLE decision_tally (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      predicted INTEGER NOT NULL,
      deferred INTEGER NOT NULL,
      finished INTEGER NOT NULL,
      labels INTEGER NOT NULL
    ) STRICT;
    INSERT INTO decision_tally
    SELECT 1,
      (SELECT count(*) FROM decision WHERE action = 'predict'),
      (SELECT count(*) FROM decision WHERE action = 'defer'),
      (SELECT count(*) FROM outcome WHERE replaces IS NULL),
      (SELECT count(*) FROM label WHERE replaces IS NULL);

    CREATE TABLE expert_tally (
      expert TEXT PRIMARY KEY,
      assigned INTEGER NOT NULL,
      labels INTEGER NOT NULL,
      scored INTEGER NOT NULL,
      correct INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO expert_tally
    SELECT expert, sum(assigned), sum(labels), sum(scored), sum(correct) FROM (
      SELECT expert, 1 AS assigned, 0 AS labels, 0 AS scored, 0 AS correct
      FROM decision WHERE expert IS NOT NULL
      UNION ALL
      SELECT l.expert, 0, 1, o.label IS NOT NULL, coalesce(o.label = l.label, 0)
      FROM label AS l
      LEFT JOIN (
        SELECT decision, label FROM outcome AS this
        WHERE NOT EXISTS (SELECT 1 FROM outcome AS later WHERE later.replaces = this.sequence)
      ) AS o ON o.decision = l.decision
      WHERE NOT EXISTS (SELECT 1 FROM label AS later WHERE later.replaces = l.sequence)
    ) GROUP BY expert;
    """
}
