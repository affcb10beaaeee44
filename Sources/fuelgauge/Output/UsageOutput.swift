import Canvas
import Ledger

/// A usage report as text, JSON and CSV.
enum UsageOutput {
  /// The report as one object; `cost` is "0" where nothing of a row has a price.
  static func json(_ report: UsageReport) -> JSONText {
    .fields([
      "by": .string(report.dimension.rawValue),
      "since": .optional(report.since?.rfc3339),
      "until": .optional(report.until?.rfc3339),
      "rows": .array(
        report.rows.map { row in
          .object([JSONText.Field(key: "key", value: .string(row.key))] + fields(row.totals))
        }),
      "total": .object(fields(report.total)),
    ])
  }

  private static func fields(_ totals: UsageTotals) -> [JSONText.Field] {
    values(totals).map { name, value in
      JSONText.Field(key: name, value: name == "cost" ? .string(value) : .int(Int(value) ?? 0))
    }
  }

  /// Comma-separated values with a heading; the total is left to the reader's sum.
  static func csv(_ report: UsageReport) -> String {
    let heading = ([report.dimension.rawValue] + values(.zero).map(\.0)).joined(separator: ",")
    let rows = report.rows.map { row in
      ([CSVText.field(row.key)] + values(row.totals).map(\.1)).joined(separator: ",")
    }
    return ([heading] + rows).joined(separator: "\n") + "\n"
  }

  private static func values(_ totals: UsageTotals) -> [(String, String)] {
    let tokens = totals.tokens
    return [
      ("requests", "\(totals.requests)"), ("input", "\(tokens.input)"),
      ("output", "\(tokens.output)"), ("cacheWrite5m", "\(tokens.cacheWrite5m)"),
      ("cacheWrite1h", "\(tokens.cacheWrite1h)"), ("cacheRead", "\(tokens.cacheRead)"),
      ("webSearches", "\(tokens.webSearches)"), ("cost", totals.cost.decimalText),
      ("unpriced", "\(totals.unpriced)"), ("unfinished", "\(totals.unfinished)"),
    ]
  }

  /// The report in columns for a terminal.
  static func table(_ report: UsageReport) -> String {
    guard !report.rows.isEmpty else { return "nothing was used in this time" }
    let heading = [
      report.dimension.rawValue, "requests", "input", "output", "write 5m", "write 1h", "read",
      "cost",
    ]
    let rows = report.rows.map { cells($0.key, $0.totals) }
    let total = cells("total", report.total)
    var lines = TextColumns.aligned([heading] + rows + [total])
    let notes = Self.notes(report.total)
    lines.insert(TextColumns.rule(like: lines[0]), at: 1)
    lines.insert(TextColumns.rule(like: lines[0]), at: lines.count - 1)
    return (lines + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }

  private static func cells(_ key: String, _ totals: UsageTotals) -> [String] {
    let tokens = totals.tokens
    let counts = [
      totals.requests, tokens.input, tokens.output, tokens.cacheWrite5m, tokens.cacheWrite1h,
      tokens.cacheRead,
    ]
    return [key] + counts.map(CountDisplay.full) + [totals.costDisplay]
  }

  private static func notes(_ total: UsageTotals) -> [String] {
    var notes: [String] = []
    if total.unfinished > 0 {
      notes.append(
        "≥ at least: the final output count of \(CountDisplay.full(total.unfinished)) requests is"
          + " missing in their transcripts")
    }
    if total.unpriced > 0 {
      notes.append(
        "* without the \(CountDisplay.full(total.unpriced)) requests whose model has no known price"
          + " (`usage --by model` names them)")
    }
    return notes
  }
}

extension UsageTotals {
  /// The cost with its doubts: "≥" for a lower bound, "*" for parts without a price, "unpriced" where
  /// nothing has one.
  var costDisplay: String {
    if unpriced > 0, cost == .zero { return "unpriced" }
    return (unfinished > 0 ? "≥" : "") + cost.display + (unpriced > 0 ? "*" : "")
  }
}
