extension Schema {
  /// The evidence for a request's purse. Purses from earlier versions count as assumed; transcripts that still exist
  /// are reread for evidence. The rows of read files stay, because they show whose sources the store holds.
  static let purseBasis = """
    CREATE TABLE new_facet (
      id INTEGER PRIMARY KEY,
      tool TEXT NOT NULL,
      purse TEXT NOT NULL,
      account INTEGER NOT NULL REFERENCES name (id),
      model INTEGER NOT NULL REFERENCES name (id),
      project INTEGER NOT NULL REFERENCES name (id),
      server INTEGER NOT NULL REFERENCES name (id),
      basis TEXT NOT NULL,
      UNIQUE (tool, purse, account, model, project, server, basis)
    ) STRICT;
    INSERT INTO new_facet (id, tool, purse, account, model, project, server, basis)
      SELECT id, tool, purse, account, model, project, server, 'assumed' FROM facet;
    DROP TABLE facet;
    ALTER TABLE new_facet RENAME TO facet;

    -- What is known of who paid, as a code of its own; 0: nothing.
    ALTER TABLE request ADD COLUMN evidence INTEGER NOT NULL DEFAULT 0;
    -- 1: session and project are those of a fork's copy, or by an earlier version, which did not know.
    ALTER TABLE request ADD COLUMN forked INTEGER NOT NULL DEFAULT 1;
    -- Since when a person has said so; NULL: to an earlier version.
    ALTER TABLE linkage ADD COLUMN since INTEGER;
    UPDATE source_file SET modified = 0, "offset" = 0, lines = 0, skipped = 0, memory = '';
    """
}
