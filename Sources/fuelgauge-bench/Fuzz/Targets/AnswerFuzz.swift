import Values

/// claude.ai's answers about an account, from a stand-in on this machine.
enum AnswerFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let home = fuzzCase.home
    try FuzzCanary.write(to: home)
    try home.write(AccountFuzz.account("ada"), to: ".claude.json")
    try home.write(AccountFuzz.credentials, to: ".claude/.credentials.json")
    let server = try HostileServer()
    let address = "http://127.0.0.1:\(server.port)"
    fuzzCase.variables["FUELGAUGE_ONLINE_URL"] = address
    fuzzCase.expect(["collect"], "of a good login")
    server.will([whole(usage), whole(credits)])
    fuzzCase.expect(["account", "set", "--online", "on"], "with good answers")
    for round in 1...12 {
      // Two days later it asks again, whatever was refused.
      fuzzCase.variables["FUELGAUGE_NOW"] =
        "2026-04-\(round * 2 + 3 < 10 ? "0" : "")\(round * 2 + 3)T12:00:00Z"
      let answers = [usage, credits].map { answer($0, address, &fuzzCase.random) }
      server.will(answers)
      fuzzCase.keptWaiting = answers.map { Double($0.pause * $0.pieces.count) / 1000 }.reduce(0, +)
      fuzzCase.expect(["collect"], "with hostile answers")
      fuzzCase.keptWaiting = 0
      for words in [["status", "--json"], ["account"], ["account", "list", "--json"]] {
        fuzzCase.fuelgauge(words)
      }
    }
    for words in FuzzReports.some(6, &fuzzCase.random) { fuzzCase.fuelgauge(words) }
    if server.asked.contains(where: { $0.contains("elsewhere") }) {
      fuzzCase.fail("a redirect is followed with the token", after: ["collect"], nil)
    }
    // A good answer must be accepted whatever came before.
    fuzzCase.variables["FUELGAUGE_NOW"] = "2026-05-02T12:00:00Z"
    server.will([whole(usage), whole(credits)])
    fuzzCase.expect(["collect"], "with good answers after hostile ones")
    let words = ["balance", "--json"]
    if let run = fuzzCase.fuelgauge(words), !run.text.contains("40.75") {
      fuzzCase.fail("a good answer is not taken after hostile ones", after: words, run)
    }
    FuzzCanary.checkRecovery(fuzzCase)
  }

  /// A body of `/api/oauth/usage`.
  static let usage =
    #"{"five_hour":{"utilization":25.5,"resets_at":"2026-03-02T14:00:00Z"},"seven_day":{"utilization":60,"resets_at":null},"#
    + #""seven_day_opus":null,"limits":[{"kind":"weekly_scoped","group":"weekly","percent":12,"severity":"normal","#
    + #""resets_at":"2026-03-05T00:00:00Z","scope":{"model":{"id":"claude-fable-5","display_name":"Fable 5"},"surface":null},"is_active":true}],"#
    + #""extra_usage":{"is_enabled":true,"monthly_limit":5000,"used_credits":1234.0,"utilization":24.7,"currency":"USD","#
    + #""decimal_places":2,"disabled_reason":null},"cedar_ember":{"grants":[{"amount_minor":500,"expires_at":"2026-04-01T00:00:00Z"}]},"#
    + #""spend":{"used":{"amount_minor":1234,"currency":"USD","exponent":2},"limit":{"amount_minor":5000,"currency":"USD","exponent":2},"#
    + #""percent":24.7,"enabled":true,"disabled_reason":null,"balance":{"amount_minor":4075,"currency":"USD","exponent":2},"auto_reload":null}}"#

  /// A body of `prepaid/credits`.
  private static let credits =
    #"{"amount":4075,"currency":"USD","balance":{"money":{"amount_minor":4075,"currency":"USD","exponent":2},"credits":null},"#
    + #""auto_reload_settings":{"enabled":true,"threshold_in_minor_units":500,"reload_to_in_minor_units":2000},"#
    + #""pending_invoice_amount_cents":null,"last_paid_purchase_cents":1500,"tranches":[{"amount_minor":100,"next_expires_at":"2026-06-01T00:00:00Z"}]}"#

  private static func whole(_ body: String) -> HostileServer.Answer {
    HostileServer.Answer(pieces: [head("200 OK", Array(body.utf8)) + Array(body.utf8)])
  }

  private static func head(_ status: String, _ body: [UInt8], _ more: String = "") -> [UInt8] {
    Array(
      "HTTP/1.1 \(status)\r\n\(more)content-length: \(body.count)\r\nconnection: close\r\n\r\n".utf8
    )
  }

  private static func answer(
    _ good: String, _ address: String, _ random: inout SeededRandom
  ) -> HostileServer.Answer {
    let body = Array(good.utf8)
    let changed = JSONMutation.text(body, random.pick(1...4), &random)
    func one(_ bytes: [UInt8]) -> HostileServer.Answer { HostileServer.Answer(pieces: [bytes]) }
    switch random.pick(0...22) {
    case 0...7: return one(head("200 OK", changed) + changed)
    case 8:
      let broken = ByteMutation.text(body, &random)
      return one(head("200 OK", broken) + broken)
    case 9: return one(ByteMutation.bytes(head("200 OK", body) + body, random.pick(1...6), &random))
    case 10: return one(head(random.pick(statuses), changed) + changed)
    case 11...12: return one(head(random.pick(statuses), body, header(&random)) + body)
    case 13: return one(head("200 OK", body, header(&random)) + body)
    case 14:
      return one(Array((head("200 OK", body) + body).prefix(random.pick(0...(body.count + 60)))))
    case 15:
      let blanks = [UInt8](repeating: random.pick([0x20, 0x5b, 0x0a]), count: 1 << 16)
      return HostileServer.Answer(
        pieces: [Array("HTTP/1.1 200 OK\r\n\r\n".utf8), blanks], repeats: 400)
    case 16:
      return HostileServer.Answer(
        pieces: [Array("HTTP/1.1 200 OK\r\n".utf8), Array("x-more: 1\r\n".utf8)], repeats: 200_000)
    case 17:
      let bytes = head("200 OK", body) + body
      let piece = bytes.count / 8 + 1
      let pieces = stride(from: 0, to: bytes.count, by: piece).map {
        Array(bytes[$0..<min(bytes.count, $0 + piece)])
      }
      return HostileServer.Answer(pieces: pieces, pause: 40)
    case 18:
      return one(
        random.pick([
          [], body, Array("HTTP/2.0 200\r\n\r\n".utf8), Array("ICY 200 OK\r\n\r\n{}".utf8),
          [0, 1, 2, 3],
        ]))
    case 19...20:
      let place = random.pick(AnswerFuzz.places) + "\r\n"
      let whole = (place.hasPrefix("/") ? address : "") + place
      return one(head("302 Found", body, "location: " + whole) + body)
    case 21:
      let wait = random.pick(HostileText.numbers + HostileText.times)
      return one(head("429 Too Many Requests", body, "retry-after: \(wait)\r\n") + body)
    default: return whole(good)
    }
  }

  /// Targets for redirects.
  private static let places = [
    "/elsewhere", "http://\u{1b}[2J\u{1b}]0;t\u{7}evil.example/", "https://\u{202e}x.example/a",
    "http://a\u{9b}31m@b/", "://", "x",
    "http://" + String(repeating: "é", count: 5000), "https://user:pass@host:1/#?",
  ]

  private static let statuses = [
    "100 Continue", "101 Switching", "103 Early", "204 No", "206 Partial", "301 M", "302 F",
    "307 T", "308 P", "400 B", "401 U", "403 F",
    "404 N", "418 T", "429 M", "500 I", "503 U", "529 O", "999 X", "000 X", "-1 X", "99999999999 X",
    "abc", "", "200 \u{1b}[2J\u{202e}",
  ]

  private static func header(_ random: inout SeededRandom) -> String {
    let value = random.pick(
      HostileText.numbers + HostileText.times + [
        "Wed, 21 Oct 2026 07:28:00 GMT", "\u{1b}[2J", "\u{202e}",
        String(repeating: "x", count: 200_000),
      ])
    return random.pick([
      "location: \(value)\r\n",
      "retry-after: \(value)\r\n", "anthropic-organization-id: org-other\r\n",
      "anthropic-organization-id: \(value)\r\n", "transfer-encoding: chunked\r\n",
      "content-encoding: gzip\r\n", "content-length: \(value)\r\n",
      "\(value): x\r\n", String(repeating: "a: b\r\n", count: 5000), "x\r\n", ": \r\n",
      " folded\r\n", "set-cookie: a=\(value)\r\n",
      "retry-after: 1\r\nretry-after: 99999999999999999999\r\n",
    ])
  }
}
