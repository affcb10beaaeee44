import ArgumentParser
import Storage

/// `fuelgauge backup`: a consistent copy of the store, whoever writes meanwhile.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the store into a new file, whole and by itself.")

  @Argument(
    help: ArgumentHelp("The file to make; one that is there is left alone.", valueName: "file"))
  var file: String

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    try workplace.openExistingStore().backUp(to: file)
    try StandardOutput.print("the store was copied to \(file)")
  }
}

/// `fuelgauge restore`: puts a copy in the place of the store, which is kept.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a copy that backup made in the store's place; the old store is kept beside it.")

  @Argument(help: ArgumentHelp("The copy.", valueName: "file"))
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
          "\(workplace.storePath): process \(process) follows the sources and writes what it finds, so"
          + " nothing was changed; end it and try again")
    case .ours(let lock):
      kept = try restore.run()
      withExtendedLifetime(lock) {}
    }
    let past = kept.map { "; what was there before is kept as \($0)" } ?? ""
    try StandardOutput.print("\(file) is the store now, at \(workplace.storePath)\(past)")
  }
}
