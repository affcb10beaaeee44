import Ledger

extension Schema {
  /// Whether extra usage paid, proven, while every plan window had room; by the bits of `PurseEvidence.code`.
  static let isDespitePlan = """
    replay = 0 AND evidence >> 30 & 3 = 1 AND (evidence >> 32 & 7 = 4 OR evidence >> 17 & 1 = 1)
    """

  /// A history of what claude.ai reported, from which it follows who paid for requests in between.
  static let readingHistory = """
    CREATE TABLE window_reading (
      account INTEGER NOT NULL REFERENCES account (id),
      id TEXT NOT NULL,
      as_of INTEGER NOT NULL,
      used REAL NOT NULL,           -- in percent
      resets_at INTEGER,
      PRIMARY KEY (account, id, as_of)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO window_reading (account, id, as_of, used, resets_at)
      SELECT account, id, as_of, used, resets_at FROM plan_window;

    -- What was drawn in the UTC month of the reading, as claude.ai says.
    CREATE TABLE month_reading (
      account INTEGER NOT NULL REFERENCES account (id),
      as_of INTEGER NOT NULL,
      used INTEGER NOT NULL,
      PRIMARY KEY (account, as_of)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO month_reading (account, as_of, used) SELECT account, as_of, used FROM spend_reading;

    -- Accounts whose requests of a stretch of time have to be decided again.
    CREATE TABLE purse_due (
      account INTEGER PRIMARY KEY REFERENCES account (id),
      since INTEGER NOT NULL,
      until INTEGER NOT NULL
    ) STRICT;
    INSERT INTO purse_due (account, since, until)
      SELECT account, min(as_of) - \(PlanReadings.reach.milliseconds), max(as_of) + \(PlanReadings.reach.milliseconds)
      FROM plan_window GROUP BY account;

    CREATE INDEX request_by_time ON request (time) WHERE replay = 0;
    CREATE INDEX request_despite_plan ON request (time) WHERE \(isDespitePlan);
    """
}
