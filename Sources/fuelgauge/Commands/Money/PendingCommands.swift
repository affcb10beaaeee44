import ArgumentParser

/// `fuelgauge confirm`: confirms that a pending change was made.
struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Confirm that a pending change was made at claude.ai.",
    discussion:
      "Its number was printed when the change was noted; balance, limit and auto-reload show it too."
  )

  @Argument(help: "The number of the top-up or change.")
  var number: Int64

  @OptionGroup var money: MoneyOptions

  func run() throws { try MoneyContext(money).perform(.confirm(pending: number)) }
}

/// `fuelgauge cancel`: drops a pending change that will not be made.
struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel a pending change that will not be made.")

  @Argument(help: "The number of the top-up or change.")
  var number: Int64

  @OptionGroup var money: MoneyOptions

  func run() throws { try MoneyContext(money).perform(.cancel(pending: number)) }
}
