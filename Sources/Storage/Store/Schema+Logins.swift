extension Schema {
  /// Who is signed in where, and what claude.ai has reported to Claude Code about an account.
  static let logins = """
    CREATE TABLE login (
      folder TEXT PRIMARY KEY,      -- Claude Code's configuration folder
      position INTEGER NOT NULL,    -- the order that folders are looked at in
      file TEXT NOT NULL,
      account INTEGER NOT NULL REFERENCES account (id),
      organization TEXT NOT NULL,
      organization_name TEXT,
      role TEXT,
      email TEXT,
      plan TEXT,
      billing TEXT,
      is_extra_on INTEGER,
      off_reason TEXT,
      credential TEXT NOT NULL,     -- what pays: its kind, name and place, never its value
      credential_name TEXT NOT NULL,
      credential_place TEXT NOT NULL,
      token_ends INTEGER,
      usage_at INTEGER,             -- when its latest usage reading was made
      since INTEGER NOT NULL        -- since when this organization was seen there
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE plan_window (
      account INTEGER NOT NULL REFERENCES account (id),
      id TEXT NOT NULL,
      used REAL NOT NULL,           -- in percent
      resets_at INTEGER,
      as_of INTEGER NOT NULL,
      PRIMARY KEY (account, id)
    ) STRICT, WITHOUT ROWID;

    -- What claude.ai says has been drawn in the month of the reading, by every program.
    CREATE TABLE spend_reading (
      account INTEGER PRIMARY KEY REFERENCES account (id),
      used INTEGER NOT NULL,
      as_of INTEGER NOT NULL
    ) STRICT;
    """

  /// What the lifetimes of cache writes say about the purse, by configuration folder and hour.
  static let purseSigns = """
    CREATE TABLE purse_sign (
      folder TEXT NOT NULL,
      hour INTEGER NOT NULL,
      plan_until INTEGER,           -- the last write for an hour
      short_since INTEGER,          -- the first write for five minutes
      PRIMARY KEY (folder, hour)
    ) STRICT, WITHOUT ROWID;
    """

  /// Folders that Cursor had open with Claude Code running in it.
  static let editorWorkspaces = """
    CREATE TABLE editor_workspace (
      folder TEXT NOT NULL,
      since INTEGER NOT NULL,
      until INTEGER NOT NULL,       -- when it was seen last
      PRIMARY KEY (folder, since)
    ) STRICT, WITHOUT ROWID;
    """

  /// The results of asking claude.ai for readings. Of a token, only its expiry is kept.
  static let onlineStates = """
    CREATE TABLE online_state (
      account INTEGER PRIMARY KEY REFERENCES account (id),
      asked_at INTEGER,
      answered_at INTEGER,
      next_at INTEGER NOT NULL,     -- not asked before
      failure TEXT,                 -- of the latest round
      failure_detail TEXT NOT NULL,
      failures INTEGER NOT NULL,    -- rounds that failed since one did not
      refused_token INTEGER         -- when the token ends that was not accepted
    ) STRICT;
    """

  /// Who is signed in to Cursor: at most one row.
  static let editorSignIn = """
    CREATE TABLE editor_sign_in (
      file TEXT PRIMARY KEY,
      email TEXT NOT NULL,
      plan TEXT,
      has_key INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// The credentials that settings files of recently used projects name; never their values.
  static let projectCredentials = """
    CREATE TABLE project_credential (
      project TEXT PRIMARY KEY,
      credential TEXT NOT NULL,
      name TEXT NOT NULL,
      place TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Files and folders that could not be read in the latest scan of all sources.
  static let unreadableSources = """
    CREATE TABLE unreadable_source (
      path TEXT PRIMARY KEY,
      reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// What a person can do about an unreadable source; the next scan fills it in for existing rows.
  static let sourceRemedies = """
    ALTER TABLE unreadable_source ADD COLUMN remedy TEXT NOT NULL DEFAULT 'mend'
    """

  /// Allows warnings about no account: tools burn and sources break for people without one too.
  static let episodesOfNoAccount = """
    CREATE TABLE new_episode (
      account INTEGER NOT NULL,       -- 0: none
      warning TEXT NOT NULL,
      part TEXT NOT NULL,
      since INTEGER NOT NULL,
      told INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (account, warning, part)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_episode SELECT account, warning, part, since, told FROM episode;
    DROP TABLE episode;
    ALTER TABLE new_episode RENAME TO episode;
    """

  /// Warnings that the person has silenced for a while.
  static let snoozes = """
    CREATE TABLE snooze (
      warning TEXT NOT NULL,
      account TEXT NOT NULL,        -- its name; '' is every account
      until INTEGER NOT NULL,
      PRIMARY KEY (warning, account)
    ) STRICT, WITHOUT ROWID;
    """
}
