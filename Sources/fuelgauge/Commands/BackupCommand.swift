import ArgumentParser
import Storage

/// `fuelgauge backup`: makes a consistent copy of the store, even while others write to it.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the store into a new file.")

  @Argument(
    help: ArgumentHelp("The new file; an existing one is never overwritten.", valueName: "file"))
  var file: String

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    try workplace.openExistingStore().backUp(to: file)
    try StandardOutput.print("copied the store to \(file)")
  }
}

/// `fuelgauge restore`: replaces the store with a backup and keeps the old store.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Replace the store with a backup; the old store is kept beside it.")

  @Argument(help: ArgumentHelp("The backup.", valueName: "file"))
  var file: String

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let restore = try workplace.restore(of: file)
    let kept: String?
    switch try CollectingTurn.take(store: workplace.storePath, following: false) {
    case .followed(let process):
      throw Failure(
        status: .file,
        message:
          "\(workplace.storePath): process \(process) is reading sources into this store, so nothing"
          + " was changed; stop it and try again")
    case .ours(let lock):
      kept = try restore.run()
      withExtendedLifetime(lock) {}
    }
    let past = kept.map { "; the old store is kept as \($0)" } ?? ""
    try StandardOutput.print("restored \(file) to \(workplace.storePath)\(past)")
  }
}
