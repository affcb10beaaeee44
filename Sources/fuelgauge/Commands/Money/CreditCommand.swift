import ArgumentParser
import Ledger
import Values

extension CreditKind: NamedArgument {}

/// `fuelgauge credit`: credits other than top-ups.
struct CreditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credit", abstract: "Add credit other than a top-up: a grant or a refund.",
    subcommands: [Add.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add a grant or a refund.")

    @Argument(help: "How much: plain digits with at most one point.")
    var amount: String

    @Option(help: "grant (one-time credit, promotion) or refund.")
    var kind: CreditKind

    @Option(
      help: ArgumentHelp(
        "When it expires: the last day it is good for, an RFC 3339 time, or how long from now (48h, 30d).",
        valueName: "time"))
    var expires: String?

    @OptionGroup var money: MoneyOptions

    func run() throws {
      let place = try MoneyContext(money)
      let currency = try place.account().account.currency
      let amount = try Amount.argument(amount, "the amount", decimals: currency.decimals)
      let end = try expires.map { text in
        guard
          let end = TimeText.end(text, now: place.workplace.now, days: place.workplace.days)
        else {
          throw Failure(
            status: .usage,
            message:
              "--expires: “\(text)” is not a time: give a date (2026-12-31), an RFC 3339 time"
              + " (2026-12-31T12:00:00Z), or how long from now (48h, 30d)")
        }
        return end
      }
      try place.perform(.addCredit(kind, amount, expires: end))
    }
  }
}

/// `fuelgauge undo`: undoes the last money action.
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Undo the last money action.",
    discussion: """
      If nothing was spent since, the action is removed. Otherwise a correction is booked, and the command \
      says so. Undoing a reading also removes what it recognised, and makes what it settled pending again.
      """)

  @OptionGroup var money: MoneyOptions

  func run() throws { try MoneyContext(money).perform(.undo(entry: nil)) }
}
