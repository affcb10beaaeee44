import ArgumentParser

/// `fuelgauge confirm`: what was pending has been done.
struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Say that something pending has been done at claude.ai.",
    discussion:
      "The number is the one that noting it has told; balance, limit and auto-reload tell it too.")

  @Argument(help: "The number of the top-up or change.")
  var number: Int64

  @OptionGroup var money: MoneyOptions

  func run() throws { try MoneyContext(money).perform(.confirm(pending: number)) }
}

/// `fuelgauge cancel`: what was pending will not be done.
struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Say that something pending will not be done.")

  @Argument(help: "The number of the top-up or change.")
  var number: Int64

  @OptionGroup var money: MoneyOptions

  func run() throws { try MoneyContext(money).perform(.cancel(pending: number)) }
}
