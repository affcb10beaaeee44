import GRDB
import Values

/// The store's tables, from the first version on. A published version is never edited; each change is a new version
/// after it.
///
/// The truth is in `request` (every request once, all its copies merged); `part` and the tables of sums by minute,
/// hour, day and session are derived from it in the same transaction and can be recomputed at any time, as
/// `fuelgauge verify` does. Times are milliseconds, minutes, hours and days since 1970 in UTC, costs nano-dollars of
/// list value.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (name, change) in versions { migrator.registerMigration(name, migrate: change) }
    return migrator
  }

  /// Whether a database is ours, even if damaged: it is empty, one of our migrations ran in it, or it has our tables.
  static func isOurs(_ database: Database) throws -> Bool {
    let tables = try tables(of: database)
    if tables.isEmpty || tables.isSuperset(of: own) { return true }
    guard tables.contains(done) else { return false }
    // Identifiers of another type are not ours.
    let known = try String.fetchSet(
      database, sql: "SELECT identifier FROM \(done) WHERE typeof(identifier) = 'text'")
    return known.isEmpty || versions.contains { known.contains($0.name) }
  }

  /// Whether a database has tables but no list of migrations.
  static func isWithoutVersion(_ database: Database) throws -> Bool {
    let tables = try tables(of: database)
    return !tables.isEmpty && !tables.contains(done)
  }

  private static func tables(of database: Database) throws -> Set<String> {
    try String.fetchSet(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
  }

  /// The table in which GRDB lists the migrations that ran.
  private static let done = "grdb_migrations"
  /// Tables that every version has, and hardly any other program in this combination.
  private static let own: Set = ["request", "facet", "part", "source_file", "minute_usage"]

  /// What each version changes, in order.
  static let versions: [(name: String, change: @Sendable (Database) throws -> Void)] = [
    ("1 usage", sql(usage)), ("2 sessions and rejections", sql(sessionsAndRejections)),
    ("3 accounts and their ledgers", sql(accounts)), ("4 rates of charges", sql(rates)),
    ("5 logins and plan windows", sql(logins)), ("6 snoozed warnings", sql(snoozes)),
    ("7 signs of the purse", sql(purseSigns)), ("8 workspaces of editors", sql(editorWorkspaces)),
    ("9 online readings", sql(onlineStates)),
    ("10 who is signed in to Cursor", sql(editorSignIn)),
    ("11 what pays in projects", sql(projectCredentials)),
    (
      "12 warnings that were told",
      sql("ALTER TABLE episode ADD COLUMN told INTEGER NOT NULL DEFAULT 0")
    ),
    ("13 sources that cannot be read", sql(unreadableSources)),
    ("14 episodes of no account", sql(episodesOfNoAccount)),
    ("15 times still to come", sql(timesToCome)),
    ("16 what was taken in unchecked", { try mendUnchecked($0) }),
    ("17 what cannot be booked", sql(LeftOut.schema)),
    ("18 refusals: whose they are and what ends them", sql(refusalEnds)),
    ("19 whose the sources are, and what is wrong in them", sql(sourceProblems)),
    ("20 who keeps what a login adopted", sql(keepersOfAdopted)),
    ("21 what helps a source", sql(sourceRemedies)),
    ("22 what a purse rests on", sql(purseBasis)),
    ("23 what is decided once more", sql(decidedOnceMore)),
    ("24 readings and what follows from them", sql(readingHistory)),
    ("25 what limits count", sql(limitCounts)),
    ("26 guards", sql(guards)),
  ]

  private static func sql(_ text: String) -> @Sendable (Database) throws -> Void {
    { try $0.execute(sql: text) }
  }

  private static let counts = """
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    write5m INTEGER NOT NULL,
    write1h INTEGER NOT NULL,
    read INTEGER NOT NULL,
    searches INTEGER NOT NULL
    """

  private static let totals = """
    requests INTEGER NOT NULL,
    \(counts),
    -- cost of what has a price; parts without one; requests whose output is a lower bound
    cost INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    unfinished INTEGER NOT NULL
    """

  private static func rollup(_ grain: Grain) -> String {
    """
    CREATE TABLE \(grain.table) (
      \(grain.rawValue) INTEGER NOT NULL,
      facet INTEGER NOT NULL REFERENCES facet (id),
      \(totals),
      PRIMARY KEY (\(grain.rawValue), facet)
    ) STRICT, WITHOUT ROWID;
    """
  }

  private static let usage = """
    -- Every name the store knows (models, folders, sessions, servers, accounts), once. 0 is no name.
    CREATE TABLE name (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL UNIQUE
    ) STRICT;
    INSERT INTO name (id, text) VALUES (0, '');

    -- What usage is told apart by. Every combination that occurs has one row, so that the tables
    -- below hold one small number instead of six.
    CREATE TABLE facet (
      id INTEGER PRIMARY KEY,
      tool TEXT NOT NULL,
      purse TEXT NOT NULL,
      account INTEGER NOT NULL REFERENCES name (id),
      model INTEGER NOT NULL REFERENCES name (id),
      project INTEGER NOT NULL REFERENCES name (id),
      server INTEGER NOT NULL REFERENCES name (id),
      UNIQUE (tool, purse, account, model, project, server)
    ) STRICT;

    CREATE TABLE request (
      id INTEGER PRIMARY KEY,
      -- A hash of the message id, or of the request id where there is none. It alone is indexed, which
      -- keeps the index a fifth of the size; whether two ids are the same is decided by the ids.
      key INTEGER NOT NULL,
      message TEXT NOT NULL,        -- message id, '' if unknown
      request TEXT NOT NULL,        -- request id, '' if unknown
      time INTEGER NOT NULL,        -- the earliest among its copies
      facet INTEGER NOT NULL REFERENCES facet (id),
      session INTEGER NOT NULL REFERENCES name (id),
      \(counts),
      cost INTEGER,                 -- NULL: no price is known for all of it
      recorded INTEGER NOT NULL,    -- 1: the source itself said the cost
      unfinished INTEGER NOT NULL,
      inferred INTEGER NOT NULL,    -- 1: no copy has a time; taken from the lines around it
      progress INTEGER NOT NULL,    -- 1: known only from copies inside progress lines
      sidechain INTEGER NOT NULL,
      replay INTEGER NOT NULL,      -- 1: a side chain's replay of another request; not counted
      fast INTEGER NOT NULL,
      us INTEGER NOT NULL,          -- inference in the US alone
      batch INTEGER NOT NULL,
      split INTEGER NOT NULL,       -- 1: counted by its rows in part, not by this one
      detail TEXT                   -- JSON: MCP servers, passes of other models; NULL: none
    ) STRICT;
    CREATE INDEX request_by_key ON request (key);

    -- Requests that several models or MCP servers share, in their parts.
    CREATE TABLE part (
      request INTEGER NOT NULL REFERENCES request (id),
      number INTEGER NOT NULL,
      facet INTEGER NOT NULL REFERENCES facet (id),
      \(totals),
      PRIMARY KEY (request, number)
    ) STRICT, WITHOUT ROWID;

    -- All that is counted, part by part.
    CREATE VIEW usage_part AS
      SELECT time, facet, session, 1 AS requests, input, output, write5m, write1h, read, searches,
        ifnull(cost, 0) AS cost, cost IS NULL AS unpriced, unfinished
      FROM request WHERE replay = 0 AND split = 0
      UNION ALL
      SELECT request.time, part.facet, request.session, part.requests, part.input, part.output,
        part.write5m, part.write1h, part.read, part.searches, part.cost, part.unpriced,
        part.unfinished
      FROM request JOIN part ON part.request = request.id WHERE replay = 0 AND split = 1;

    \(Grain.allCases.map(rollup).joined(separator: "\n\n"))

    -- How far each source file has been read.
    CREATE TABLE source_file (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      device INTEGER NOT NULL,
      inode INTEGER NOT NULL,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,    -- nanoseconds since 1970
      "offset" INTEGER NOT NULL,    -- bytes read
      lines INTEGER NOT NULL,       -- lines read
      skipped INTEGER NOT NULL,     -- lines among them that could not be read
      fingerprint INTEGER NOT NULL, -- hash of what stands at the beginning and before the offset
      memory TEXT NOT NULL          -- what the reader must remember, in its own form
    ) STRICT;
    CREATE INDEX source_file_by_inode ON source_file (inode, device);

    -- Single values: what the store was priced with.
    CREATE TABLE setting (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  private static let sessionsAndRejections = """
    -- Sums by session. A session is no facet: there are too many for the tables above.
    CREATE TABLE session_usage (
      session INTEGER NOT NULL REFERENCES name (id),
      facet INTEGER NOT NULL REFERENCES facet (id),
      last INTEGER NOT NULL,        -- minute of the latest usage ever counted here
      \(totals),
      PRIMARY KEY (session, facet)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_usage_by_last ON session_usage (last);
    INSERT INTO session_usage
    SELECT session, facet, max(time) / \(Instant.perMinute), sum(requests), sum(input), sum(output),
      sum(write5m), sum(write1h), sum(read), sum(searches), sum(cost), sum(unpriced), sum(unfinished)
    FROM usage_part GROUP BY 1, 2;

    -- Requests that were refused for want of money or leave.
    CREATE TABLE rejection (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,    -- what tells it from others
      time INTEGER NOT NULL,
      tool TEXT NOT NULL,
      session INTEGER NOT NULL REFERENCES name (id),
      project INTEGER NOT NULL REFERENCES name (id),
      reason TEXT NOT NULL,
      text TEXT NOT NULL            -- as the tool showed it
    ) STRICT;
    CREATE INDEX rejection_by_time ON rejection (time);

    CREATE INDEX source_file_with_skipped ON source_file (skipped) WHERE skipped > 0;
    -- What was read before may tell of rejections: it is read once more, which counts nothing twice.
    DELETE FROM source_file;
    """
}
