import ArgumentParser

/// `fuelgauge confirm`: what was pending has been done.
struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Confirm that a pending change is done at claude.ai.",
    discussion:
      "The number was printed when the change was noted; balance, limit and auto-reload show it too."
  )

  @Argument(help: "The number of the top-up or change.")
  var number: Int64

  @OptionGroup var money: MoneyOptions

  func run() throws { try MoneyContext(money).perform(.confirm(pending: number)) }
}

/// `fuelgauge cancel`: what was pending will not be done.
struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel a pending change that will not be done.")

  @Argument(help: "The number of the top-up or change.")
  var number: Int64

  @OptionGroup var money: MoneyOptions

  func run() throws { try MoneyContext(money).perform(.cancel(pending: number)) }
}
