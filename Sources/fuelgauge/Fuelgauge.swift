import ArgumentParser
import Collector
import Foundation
import Ledger
import Storage
import Values

/// The program: what is left of a prepaid balance, which tools burn it, and when it runs out.
@main
struct Fuelgauge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuelgauge",
    abstract: "A fuel gauge for the extra usage that coding tools burn.",
    discussion: """
      Without a command, it opens the dashboard; `fuelgauge dashboard --help` lists its options, such as \
      --demo.
      """, version: "0.1.0",
    subcommands: [
      DashboardCommand.self, CollectCommand.self, StatusCommand.self, StatusLineCommand.self,
      UsageCommand.self,
      BalanceCommand.self, TopUpCommand.self, CreditCommand.self, ConfirmCommand.self,
      CancelCommand.self, UndoCommand.self,
      AutoReloadCommand.self, LimitCommand.self, GuardCommand.self, LedgerCommand.self,
      AccountCommand.self,
      ToolCommand.self, CheckupCommand.self, ForecastCommand.self, SnoozeCommand.self,
      RecordCommand.self, HookCommand.self,
      ImportCommand.self,
      SetupCommand.self, VerifyCommand.self, BackupCommand.self, RestoreCommand.self,
      ConfigCommand.self, PricesCommand.self,
      ThemesCommand.self,
    ], defaultSubcommand: DashboardCommand.self)

  static func main() {
    _ = StandardStreams.closed
    CivilZone.guardSystem()
    // A status line that fails helps nobody, whatever is wrong with its options.
    let isStatusLine = CommandLine.arguments.dropFirst().first == "statusline"
    do {
      var command = try parseAsRoot(
        LeadingOptions.moved(Array(CommandLine.arguments.dropFirst()), root: Fuelgauge.self))
      try command.run()
    } catch  where isStatusLine && exitCode(for: error) != .success {
      StandardError.print(fullMessage(for: error))
      Foundation.exit(0)
    } catch let failure as Failure {
      end(failure)
    } catch let fault as StoreFault {
      end(Failure(status: .file, message: fault.description))
    } catch let fault as MoneyFault {
      end(Failure(status: .usage, message: fault.description))
    } catch let error as CollectorLock.UnusableLock {
      end(Failure(status: .file, message: error.description))
    } catch {
      // The argument parser takes a negative amount for an option.
      if let amount = CommandLine.arguments.first(where: isNegativeNumber) {
        end(Failure(status: .usage, message: "“\(amount)”: \(DecimalText.Fault.character("-"))"))
      }
      // The argument parser's own errors have specific exit codes; anything else is a bug.
      guard exitCode(for: error) == .failure else { endAsParsed(error) }
      end(Failure(status: .internal, message: "internal error: \(error)"))
    }
  }

  private static func isNegativeNumber(_ argument: String) -> Bool {
    argument.first == "-" && argument.dropFirst().allSatisfy { $0.isNumber || "., ".contains($0) }
      && argument.count > 1
  }

  /// Ends with the argument parser's text: help, or what is wrong with the arguments, which it echoes.
  private static func endAsParsed(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    guard code.isSuccess else {
      StandardError.print(text)
      Foundation.exit(code.rawValue)
    }
    do {
      try StandardOutput.print(text)
    } catch {
      end(error as? Failure ?? Failure(status: .file, message: "\(error)"))
    }
    Foundation.exit(code.rawValue)
  }

  private static func end(_ failure: Failure) -> Never {
    if !failure.message.isEmpty { StandardError.print(failure.message) }
    Foundation.exit(failure.status.rawValue)
  }
}
