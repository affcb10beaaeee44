extension Schema {
  /// A charge keeps the rate it was made at, and the latest entries are found without reading charges.
  static let rates = """
    -- Nano-units of the account's currency for a dollar; NULL: one for one, or not charged.
    ALTER TABLE request ADD COLUMN rate INTEGER;
    UPDATE request SET rate = (
        SELECT account.rate FROM facet JOIN name ON name.id = facet.account
        JOIN account ON account.name = name.text
        WHERE facet.id = request.facet AND account.currency <> 'USD'
      ) WHERE charged IS NOT NULL;
    CREATE INDEX entry_acts ON entry (account, number) WHERE kind <> 'charge';
    """

  /// Accounts, their ledgers, and what is charged to them.
  ///
  /// An entry is never changed or removed: a later entry that refers to it undoes it. `account` holds what follows
  /// from its entries, kept up to date in the same transaction; `fuelgauge verify` recomputes it. Amounts are
  /// nano-units of the account's currency.
  static let accounts = """
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      email TEXT,
      organization TEXT,
      plan TEXT,
      authority TEXT NOT NULL,
      billing TEXT,
      currency TEXT NOT NULL,
      rate INTEGER,                 -- nano-units of the currency for a dollar; NULL: nothing is charged
      online INTEGER NOT NULL,
      since INTEGER NOT NULL,       -- usage up to this moment is not charged
      closed INTEGER NOT NULL,      -- 1: the person removed it; its ledger stays
      -- What follows from its entries:
      entries INTEGER NOT NULL,     -- how many there are, which is the number of the last one
      balance INTEGER,              -- NULL: no reading yet
      reading INTEGER,              -- number of the latest reading
      read_at INTEGER,              -- its time
      unexplained INTEGER,          -- what it showed beyond what was counted; NULL: it is the first
      last_charge INTEGER           -- time of the latest request charged
    ) STRICT;

    CREATE TABLE entry (
      account INTEGER NOT NULL REFERENCES account (id),
      number INTEGER NOT NULL,      -- the order of entry within the account, from 1
      kind TEXT NOT NULL,
      time INTEGER NOT NULL,        -- when it was so; of a charge that of the request
      entered INTEGER NOT NULL,     -- when it was entered
      amount INTEGER,               -- added to the balance; of a reading the balance itself; else NULL,
                                    -- but of something pending what is to come
      balance INTEGER,              -- after it; NULL: not known
      tool TEXT,                    -- of a charge
      request INTEGER,              -- the row of the request that is charged; it may be gone
      refers INTEGER,               -- the entry that it takes back, settles, cancels or lets expire
      expires INTEGER,              -- when what is left of a credit is gone
      key TEXT,                     -- what makes it count once
      detail TEXT,                  -- JSON: what else belongs to it
      PRIMARY KEY (account, number)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX entry_by_key ON entry (key) WHERE key IS NOT NULL;
    CREATE INDEX entry_charges ON entry (account, time, amount) WHERE kind = 'charge';
    CREATE INDEX entry_money ON entry (account, time) WHERE kind <> 'charge';
    CREATE INDEX entry_refers ON entry (account, refers) WHERE refers IS NOT NULL;
    CREATE INDEX entry_expires ON entry (account, expires) WHERE expires IS NOT NULL;

    CREATE TABLE auto_reload (
      account INTEGER PRIMARY KEY REFERENCES account (id),
      source TEXT NOT NULL,
      is_on INTEGER NOT NULL,
      below INTEGER NOT NULL,
      "add" INTEGER NOT NULL,
      monthly_max INTEGER,
      rests_until INTEGER,
      obstacle TEXT                 -- what stopped the latest reload; NULL: nothing
    ) STRICT;

    CREATE TABLE spending_limit (
      account INTEGER NOT NULL REFERENCES account (id),
      tool TEXT NOT NULL,           -- '' is the whole account
      period TEXT NOT NULL,
      source TEXT NOT NULL,
      amount INTEGER NOT NULL,
      PRIMARY KEY (account, tool, period, source)
    ) STRICT, WITHOUT ROWID;

    -- What the person has said of a tool.
    CREATE TABLE linkage (
      tool TEXT PRIMARY KEY,
      purse TEXT,
      account INTEGER REFERENCES account (id)
    ) STRICT, WITHOUT ROWID;

    -- Warnings that are on, so that each is told once and ends where it should.
    CREATE TABLE episode (
      account INTEGER NOT NULL REFERENCES account (id),
      warning TEXT NOT NULL,
      part TEXT NOT NULL,
      since INTEGER NOT NULL,
      PRIMARY KEY (account, warning, part)
    ) STRICT, WITHOUT ROWID;

    -- What was booked for a request; NULL: it was never charged.
    ALTER TABLE request ADD COLUMN charged INTEGER;
    ALTER TABLE part ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE minute_usage ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE hour_usage ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE day_usage ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session_usage ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;

    DROP VIEW usage_part;
    CREATE VIEW usage_part AS
      SELECT time, facet, session, 1 AS requests, input, output, write5m, write1h, read, searches,
        ifnull(cost, 0) AS cost, cost IS NULL AS unpriced, unfinished, ifnull(charged, 0) AS charged
      FROM request WHERE replay = 0 AND split = 0
      UNION ALL
      SELECT request.time, part.facet, request.session, part.requests, part.input, part.output,
        part.write5m, part.write1h, part.read, part.searches, part.cost, part.unpriced,
        part.unfinished, part.charged
      FROM request JOIN part ON part.request = request.id WHERE replay = 0 AND split = 1;
    """

  /// Earlier versions created the account “local” when a balance was typed in, and took it for a budget kept here.
  /// If a login has adopted it, the balance that was typed in was claude.ai's. An account that a person added has an
  /// opening entry.
  static let keepersOfAdopted = """
    CREATE TEMP TABLE adopted AS
      SELECT id, entries + 1 AS number, balance,
        (SELECT max(entered) FROM entry WHERE account = account.id) AS moment
      FROM account
      WHERE name = 'local' AND authority = 'local' AND organization IS NOT NULL AND entries > 0
        AND NOT EXISTS (SELECT 1 FROM entry WHERE account = account.id AND +kind = 'opening');
    INSERT INTO entry (account, number, kind, time, entered, balance, detail)
      SELECT id, number, 'authority', moment, moment, balance, '{"authority":"claude"}' FROM adopted;
    UPDATE account SET authority = 'claude', entries = entries + 1 WHERE id IN (SELECT id FROM adopted);
    DELETE FROM auto_reload WHERE account IN (SELECT id FROM adopted);
    DROP TABLE adopted;
    """
}
