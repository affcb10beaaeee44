extension Schema {
  /// Whose sources a store holds, and what could not be read in them.
  static let sourceProblems = """
    -- The folders whose transcripts were read into this store.
    CREATE TABLE source_root (
      path TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;

    -- The latest problems of each file that stands in source_file.
    CREATE TABLE source_problem (
      id INTEGER PRIMARY KEY,       -- the later, the larger
      path TEXT NOT NULL,
      line INTEGER,                 -- NULL: the file as a whole
      lines INTEGER NOT NULL,       -- how many lines it stands for
      reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX source_problem_by_path ON source_problem (path);
    -- What is wrong in files that were read before is found by reading them once more, which counts nothing twice.
    UPDATE source_file SET modified = 0, "offset" = 0, lines = 0, skipped = 0, memory = '' WHERE skipped > 0;
    """
}
