extension Schema {
  /// Rereads transcripts for what sessions pass on to their subagents. Requests whose transcripts are gone are
  /// decided again by what their rows say, the latest first.
  static let decidedOnceMore = """
    UPDATE source_file SET modified = -9223372036854775808, "offset" = 0, lines = 0, skipped = 0, memory = '';
    -- The last request that is not looked at yet; there is none of a newer version.
    INSERT INTO setting (key, value)
      SELECT 'undecided', CAST(max(id) AS TEXT) FROM request HAVING max(id) IS NOT NULL;
    -- Requests whose source gave them another time than they have; there are few.
    CREATE INDEX request_written ON request (time) WHERE written IS NOT NULL;
    """
}
