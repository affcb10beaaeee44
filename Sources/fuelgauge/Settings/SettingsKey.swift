import TOMLKit
import Values

/// A key of `config.toml`. This one table is used to read, explain and print the file.
struct SettingsKey: Sendable {
  /// The section it is in.
  let section: String
  let name: String
  /// What it means, in a sentence or two.
  let comment: String
  /// The default as TOML writes it.
  let printedDefault: String
  /// Sets the value, or returns what it should have been.
  let set: @Sendable (inout Settings, any TOMLValueConvertible) -> String?

  /// All keys, in the order they are printed.
  static let all = [
    number(
      "dashboard", "refresh-seconds", \.refreshSeconds, 0.1...60,
      "Seconds between refreshes from the clock and the store."
        + " What the dashboard itself collects shows up at once."),
    choice(
      "dashboard", "color", \.color,
      "How many colours to use: auto (what the terminal supports), true, 256, 16 or none."),
    text(
      "dashboard", "theme", \.theme,
      "The name of a theme; fuelgauge themes lists them. btop's themes work too."),
    flag(
      "dashboard", "ascii", \.ascii,
      "Draw with ASCII characters even if the terminal can do more."),
    choice(
      "dashboard", "graph", \.graph,
      "Characters for graphs: braille, block or ascii. Some fonts show braille badly."),
    flag(
      "dashboard", "mouse", \.mouse,
      "Take clicks and the wheel; selecting text then needs Shift."),
    choice(
      "dashboard", "chart", \.chart,
      "The burn chart's initial time span: 15m, 1h, 6h, 24h, 7d or 30d."),
    text(
      "dashboard", "export-folder", \.exportFolder,
      "The folder for exports (e): an absolute path, or one relative to your home. If empty, fuelgauge in"
        + " XDG_STATE_HOME, which is ~/.local/state by default."),
    whole(
      "burn", "window-minutes", \.burnMinutes, 1...240,
      "Minutes over which burn rates are averaged."),
    amount(
      "warnings", "low-balance", \.warnings.lowBalance,
      "The balance is low below this amount, in the account's currency."),
    whole(
      "warnings", "low-balance-percent", \.warnings.lowBalancePercent, 0...100,
      "It is also low below this percentage of what it was after the last credit."),
    whole(
      "warnings", "cap-near-percent", \.warnings.capNearPercent, 1...100,
      "A cap is near when this percentage of it is used."),
    whole(
      "warnings", "credit-expires-days", \.warnings.creditExpiresDays, 0...365,
      "Warn this many days before a credit expires."),
    choice(
      "notices", "from", \.notices.from,
      "The lowest severity that makes a notice, once per episode: info, warning or critical."
    ),
    flag("notices", "bell", \.notices.bell, "Ring the terminal's bell."),
    choice(
      "notices", "desktop", \.notices.desktop,
      "Show notices on the desktop: osc9 or osc777 (through the terminal; see which one yours supports),"
        + " notify-send, or off. In tmux the first two need allow-passthrough."),
    text(
      "notices", "command", \.notices.command,
      "A shell command to run for each notice. FUELGAUGE_WARNING, FUELGAUGE_SEVERITY, FUELGAUGE_ACCOUNT,"
        + " FUELGAUGE_MESSAGE and FUELGAUGE_ACTION say what happened."),
    choice(
      "guard", "when-unsure", \.whenUnsure,
      "What a guard does when it cannot judge, such as when the store is damaged: pass or stop."),
    choice(
      "collect", "watch", \.watch,
      "How changed transcripts are noticed: auto (the system reports them) or poll (check regularly,"
        + " for network folders, which report nothing)."),
    number(
      "collect", "poll-seconds", \.pollSeconds, 0.1...3600,
      "Seconds between checks if the system reports no changes."),
  ]

  private static func number(
    _ section: String, _ name: String, _ path: WritableKeyPath<Settings, Double> & Sendable,
    _ range: ClosedRange<Double>, _ comment: String
  ) -> SettingsKey {
    SettingsKey(
      section: section, name: name, comment: comment,
      printedDefault: "\(Settings()[keyPath: path])"
    ) { settings, value in
      guard let number = value.double ?? value.int.map(Double.init), range.contains(number) else {
        return "a number from \(range.lowerBound) to \(range.upperBound)"
      }
      settings[keyPath: path] = number
      return nil
    }
  }

  private static func whole(
    _ section: String, _ name: String, _ path: WritableKeyPath<Settings, Int> & Sendable,
    _ range: ClosedRange<Int>, _ comment: String
  ) -> SettingsKey {
    SettingsKey(
      section: section, name: name, comment: comment,
      printedDefault: "\(Settings()[keyPath: path])"
    ) { settings, value in
      guard let number = value.int, range.contains(number) else {
        return "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
      settings[keyPath: path] = number
      return nil
    }
  }

  private static func amount(
    _ section: String, _ name: String, _ path: WritableKeyPath<Settings, Money> & Sendable,
    _ comment: String
  ) -> SettingsKey {
    SettingsKey(
      section: section, name: name, comment: comment + " In quotes, so that it is exact.",
      printedDefault: "\"\(Settings()[keyPath: path].rounded(to: 2))\""
    ) { settings, value in
      guard let text = value.string else { return "an amount in quotes, such as \"5.00\"" }
      do {
        settings[keyPath: path] = try Amount.read(text, decimals: 2, mayBeZero: true)
        return nil
      } catch {
        return "an amount such as \"5.00\" (\(error))"
      }
    }
  }

  private static func text(
    _ section: String, _ name: String, _ path: WritableKeyPath<Settings, String> & Sendable,
    _ comment: String
  ) -> SettingsKey {
    SettingsKey(
      section: section, name: name, comment: comment,
      printedDefault: "\"\(Settings()[keyPath: path])\""
    ) { settings, value in
      guard let text = value.string else { return "a text in quotes" }
      settings[keyPath: path] = text
      return nil
    }
  }

  private static func flag(
    _ section: String, _ name: String, _ path: WritableKeyPath<Settings, Bool> & Sendable,
    _ comment: String
  ) -> SettingsKey {
    SettingsKey(
      section: section, name: name, comment: comment,
      printedDefault: "\(Settings()[keyPath: path])"
    ) { settings, value in
      guard let flag = value.bool else { return "true or false" }
      settings[keyPath: path] = flag
      return nil
    }
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ section: String, _ name: String, _ path: WritableKeyPath<Settings, Choice> & Sendable,
    _ comment: String
  ) -> SettingsKey {
    let choices = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    return SettingsKey(
      section: section, name: name, comment: comment,
      printedDefault: "\"\(Settings()[keyPath: path].rawValue)\""
    ) { settings, value in
      guard let choice = value.string.flatMap({ Choice(rawValue: $0) }) else {
        return "one of " + choices
      }
      settings[keyPath: path] = choice
      return nil
    }
  }
}
