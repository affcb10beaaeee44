import ArgumentParser
import Files
import Foundation
import Meters
import Pricing
import Values

/// `fuelgauge prices`: adds prices for models that the built-in table lacks.
struct PricesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices", abstract: "Add prices for models that Fuelgauge does not know.",
    subcommands: [Import.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Import missing prices from LiteLLM's list.",
      discussion: """
        The file is model_prices_and_context_window.json as published by LiteLLM. The prices go to \
        prices-imported.toml beside the settings and replace those of the last import. The built-in table \
        and your own prices.toml take precedence over them.
        """)

    @Argument(
      help: "The file to read; - is standard input.", completion: .file(extensions: ["json"]))
    var file: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let name = file == "-" ? "standard input" : file
      let bytes = try InputFile.bytes(of: file == "-" ? nil : file)
      let found: LiteLLMPrices
      do throws(LiteLLMPrices.Fault) {
        found = try LiteLLMPrices.read(bytes, lackedBy: .builtIn)
      } catch {
        throw Failure(
          status: .badData,
          message:
            "\(name): not a price list in LiteLLM's format (a JSON object with an object for each"
            + " model), so nothing was changed")
      }
      let models = Set(found.entries.map(\.model)).count
      if models > 0 { try write(found.entries, of: name, to: workplace.importedPricesPath) }
      try StandardOutput.print(
        report(found, models: models, path: workplace.importedPricesPath, name: name))
    }

    private func write(_ entries: [PriceEntry], of name: String, to path: String) throws {
      let head =
        "# Written by fuelgauge prices import, which replaces it; put your own prices in prices.toml.\n\n"
      let text = head + PriceFile.text(of: entries)
      guard text.utf8.count <= Workplace.largestImport else {
        throw Failure(
          status: .badData,
          message: "\(name): has too many prices (\(text.utf8.count) bytes; the limit is"
            + " \(Workplace.largestImport)), so nothing was changed; import a shorter list")
      }
      do {
        try FileManager.default.createDirectory(
          atPath: PathText.folder(of: path), withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      } catch {
        throw Failure(
          status: .file, message: "\(PathText.folder(of: path)): \(error.localizedDescription)")
      }
      do throws(PartFile.Fault) {
        let part = try PartFile(replacing: path, as: ".part")
        try part.write(text)
        try part.replace()
      } catch {
        throw Failure(status: .file, message: error.description)
      }
    }

    private func report(
      _ found: LiteLLMPrices, models: Int, path: String, name: String
    ) -> String {
      var lines = [
        models > 0
          ? "\(CountDisplay.of(models, "model")) imported from \(name) into \(path)"
          : "\(name) has no missing prices, so nothing was changed"
      ]
      if found.known > 0 {
        lines.append("\(CountDisplay.of(found.known, "model")) already known, left as built in")
      }
      if found.withoutPrice > 0 {
        lines.append("\(CountDisplay.of(found.withoutPrice, "name")) without a price per token")
      }
      if !found.doubtful.isEmpty {
        let some = found.doubtful.prefix(5).joined(separator: ", ")
        let more = found.doubtful.count > 5 ? " …" : ""
        lines.append(
          "\(CountDisplay.of(found.doubtful.count, "model")) left out, because prices differ between names or are too"
            + " fine to keep: \(some)\(more)")
      }
      return lines.joined(separator: "\n")
    }
  }
}
