/// What claude.ai answers to the questions of an account.
enum AnswerFuzz {
  /// A body of `/api/oauth/usage`.
  static let usage =
    #"{"five_hour":{"utilization":25.5,"resets_at":"2026-03-02T14:00:00Z"},"seven_day":{"utilization":60,"resets_at":null},"#
    + #""seven_day_opus":null,"limits":[{"kind":"weekly_scoped","group":"weekly","percent":12,"severity":"normal","#
    + #""resets_at":"2026-03-05T00:00:00Z","scope":{"model":{"id":"claude-fable-5","display_name":"Fable 5"},"surface":null},"is_active":true}],"#
    + #""extra_usage":{"is_enabled":true,"monthly_limit":5000,"used_credits":1234.0,"utilization":24.7,"currency":"USD","#
    + #""decimal_places":2,"disabled_reason":null},"cedar_ember":{"grants":[{"amount_minor":500,"expires_at":"2026-04-01T00:00:00Z"}]},"#
    + #""spend":{"used":{"amount_minor":1234,"currency":"USD","exponent":2},"limit":{"amount_minor":5000,"currency":"USD","exponent":2},"#
    + #""percent":24.7,"enabled":true,"disabled_reason":null,"balance":{"amount_minor":4075,"currency":"USD","exponent":2},"auto_reload":null}}"#

  static func run(_ fuzzCase: FuzzCase) throws {}
}
