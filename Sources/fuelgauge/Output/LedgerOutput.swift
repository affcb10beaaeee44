import Canvas
import Ledger
import Values

/// A ledger as text, JSON and CSV.
enum LedgerOutput {
  /// - Parameter account: nil if none is known yet.
  static func json(_ rows: [LedgerRow], _ account: Account?) -> JSONText {
    let currency = account?.currency ?? .usd
    return .fields([
      "account": .optional(account?.name), "currency": .string(currency.code),
      "entries": .array(
        rows.map { row in
          .fields([
            "number": .int(Int(row.number)), "kind": .string(row.kind.key),
            "time": .time(row.time), "tool": .optional(row.tool?.rawValue),
            "count": .int(row.count), "amount": .money(row.amount),
            "balance": .money(row.balance), "note": .string(row.notes.text(in: currency)),
            "void": .bool(row.isVoid),
          ])
        }),
    ])
  }

  /// The heading of ``csvLine(_:in:)``.
  static let csvHeading = "number,kind,time,tool,count,amount,balance,note,void"

  static func csv(_ rows: [LedgerRow], in currency: Currency) -> String {
    ([csvHeading] + rows.map { csvLine($0, in: currency) }).joined(separator: "\n") + "\n"
  }

  /// One line of CSV.
  static func csvLine(_ row: LedgerRow, in currency: Currency) -> String {
    [
      "\(row.number)", row.kind.key, row.time.rfc3339, row.tool?.rawValue ?? "", "\(row.count)",
      row.amount?.decimalText ?? "", row.balance?.decimalText ?? "",
      CSVText.field(row.notes.text(in: currency)),
      row.isVoid ? "true" : "false",
    ].joined(separator: ",")
  }

  static func text(_ rows: [LedgerRow], _ account: Account, days: CivilDays, isWhole: Bool)
    -> String
  {
    guard !rows.isEmpty else {
      return
        "the ledger of \(SafeText.clean(account.name)) has no entries\(isWhole ? "" : " since then")"
    }
    let currency = account.currency
    let heading = ["entry", "number", "tool", "amount", "balance", ""]
    let cells = rows.map { row in
      let count = row.count > 1 ? "\(CountDisplay.full(row.count)) " : ""
      let mark = row.ending.map { " (\($0))" } ?? ""
      return [
        "\(days.date(of: row.time)) \(days.clock(of: row.time))  \(count)\(row.title)\(mark)",
        "\(row.number)", row.tool?.title ?? "",
        row.amountText(in: currency) ?? "",
        row.balance?.fullDisplay(in: currency) ?? "unknown", row.notes.text(in: currency),
      ]
    }
    let notes = TextColumns.aligned([heading] + cells.map { Array($0.dropLast()) + [""] })
    var lines = zip(notes, [""] + cells.map { $0[5] }).map { line, note in
      note.isEmpty ? line.trimmedEnd : line.trimmedEnd + "  " + SafeText.clean(note)
    }
    lines.insert(TextColumns.rule(like: notes[0].trimmedEnd), at: 1)
    return lines.joined(separator: "\n")
  }
}

extension LedgerRow.Kind {
  /// Its name in JSON and CSV.
  var key: String {
    switch self {
    case .entry(let kind): kind.rawValue
    case .charges: "charges"
    case .unexplained: "unexplained"
    }
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
