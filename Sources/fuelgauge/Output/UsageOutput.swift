import Canvas
import Ledger
import Values

/// A usage report as text, JSON and CSV.
enum UsageOutput {
  /// The report as one object; `cost` is "0" if nothing in a row has a price.
  static func json(_ report: UsageReport) -> JSONText {
    .fields([
      "by": .string(report.dimensions.map(\.rawValue).joined(separator: ",")),
      "since": .optional(report.since?.rfc3339),
      "until": .optional(report.until?.rfc3339),
      "rows": .array(
        report.rows.map { row in
          var head = [JSONText.Field(key: "key", value: .string(row.key))]
          if row.keys.count > 1 {
            let keys = row.keys.map { JSONText.string($0) }
            head.append(JSONText.Field(key: "keys", value: .array(keys)))
          }
          return .object(head + fields(row.totals))
        }),
      "total": .object(fields(report.total)),
    ])
  }

  private static func fields(_ totals: UsageTotals) -> [JSONText.Field] {
    values(totals).map { name, value in
      JSONText.Field(key: name, value: name == "cost" ? .string(value) : .int(Int(value) ?? 0))
    }
  }

  /// Comma-separated values with a heading, without a total.
  static func csv(_ report: UsageReport) -> String {
    let names = report.dimensions.map(\.rawValue)
    let heading = (names + values(.zero).map(\.0)).joined(separator: ",")
    let rows = report.rows.map { row in
      (row.keys.map(CSVText.field) + values(row.totals).map(\.1)).joined(separator: ",")
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

  /// The report as a table.
  /// - Parameter project: the project it is about; nil for all.
  static func table(_ report: UsageReport, of project: String? = nil) -> String {
    guard !report.rows.isEmpty else {
      return project.map {
        "no usage in a project “\($0)” in this time; fuelgauge usage --by project lists the projects"
      } ?? "no usage in this time"
    }
    let names = names([report.dimensions.map(\.rawValue)] + report.rows.map(\.keys))
    let heading = [
      names[0], "requests", "input", "output", "write 5m", "write 1h", "read", "cost",
    ]
    let rows = zip(names.dropFirst(), report.rows).map { cells($0, $1.totals) }
    let total = cells("total", report.total)
    var lines = TextColumns.aligned([heading] + rows + [total])
    let notes = Self.notes(report.total)
    lines.insert(TextColumns.rule(like: lines[0]), at: 1)
    lines.insert(TextColumns.rule(like: lines[0]), at: lines.count - 1)
    return (lines + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }

  /// The keys of each row in one text, with the dimensions aligned.
  private static func names(_ rows: [[String]]) -> [String] {
    let rows = rows.map { $0.map(SafeText.clean) }
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0
    }
    return rows.map { row in
      row.dropLast().enumerated().map { TextWidth.fit($1, widths[$0]) + "  " }.joined()
        + (row.last ?? "")
    }
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
        "≥ at least: the final output count of \(CountDisplay.of(total.unfinished, "request")) is"
          + " missing")
    }
    if total.unpriced > 0 {
      notes.append(
        "* excludes \(CountDisplay.of(total.unpriced, "request")) to models without a known price"
          + " (`usage --by model` lists them)")
    }
    return notes
  }
}

extension UsageTotals {
  /// The cost with its caveats: "≥" for a lower bound, "*" where some requests have no price, "unpriced" where
  /// none has one.
  var costDisplay: String {
    if unpriced > 0, cost == .zero { return "unpriced" }
    return (unfinished > 0 ? "≥" : "") + cost.display + (unpriced > 0 ? "*" : "")
  }
}
