/// Tables and rows as the first version of the schema had them.
let firstTables = """
  CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
  INSERT INTO grdb_migrations VALUES ('1 decisions');
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

/// One decision finished and relabelled, one labelled, one predicted.
let rows = """

  INSERT INTO decision VALUES
    (1, x'017f22e279b07cc398c4dc0c0c073981', 1, '1', 'defer', 'ada', 'benign', 1.0, 0, 'ada' || char(10) || 'grace',
      0, NULL, x'00', x'7b7d', NULL, x'0000803f'),
    (2, x'017f22e279b07cc398c4dc0c0c073982', 2, '1', 'defer', 'ada', 'benign', 1.0, 0, 'ada',
      0, NULL, x'00', x'7b7d', NULL, x'0000803f'),
    (3, x'017f22e279b07cc398c4dc0c0c073983', 3, '1', 'predict', NULL, 'benign', 1.0, 0, '',
      0, NULL, x'00', x'7b7d', NULL, x'0000803f');
  INSERT INTO label VALUES
    (1, 1, 'grace', 'benign', NULL, 0, 10, NULL),
    (2, 1, 'ada', 'benign', 2.5, 1, 11, NULL),
    (3, 1, 'ada', 'malignant', NULL, 1, 12, 2),
    (4, 2, 'ada', 'benign', NULL, 1, 13, NULL);
  INSERT INTO outcome VALUES
    (1, 1, 'malignant', NULL, 20, NULL),
    (2, 1, 'malignant', 'biopsy', 21, 1);
  """
