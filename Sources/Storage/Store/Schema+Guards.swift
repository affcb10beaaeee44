extension Schema {
  /// What a tool's limit counts. Those of earlier versions counted what was drawn.
  static let limitCounts = """
    ALTER TABLE spending_limit ADD COLUMN counts TEXT NOT NULL DEFAULT 'drawn';
    """

  /// What guards need and leave behind.
  static let guards = """
    -- While a pass lasts, guards stop nothing; '' is every tool.
    CREATE TABLE guard_pass (
      tool TEXT PRIMARY KEY,
      since INTEGER NOT NULL,
      until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What a guard has said about a limit in one period of it: the highest percentage, and since when it stopped.
    CREATE TABLE guard_told (
      account INTEGER NOT NULL REFERENCES account (id),
      tool TEXT NOT NULL,           -- the tool that was told
      part TEXT NOT NULL,           -- which limit, or the balance
      period_end INTEGER NOT NULL,  -- 0: a balance, which has no period
      amount INTEGER NOT NULL,      -- of the limit, for a changed limit is told anew
      percent INTEGER NOT NULL,
      stopped INTEGER,              -- NULL: it has not stopped the tool
      PRIMARY KEY (account, tool, part)
    ) STRICT, WITHOUT ROWID;

    -- What is installed to stop tools, as last looked at.
    CREATE TABLE guard_installation (
      tool TEXT NOT NULL,
      by TEXT NOT NULL,
      installed INTEGER NOT NULL,
      works INTEGER NOT NULL,
      why TEXT,                     -- why it cannot run
      PRIMARY KEY (tool, by)
    ) STRICT, WITHOUT ROWID;
    """
}
