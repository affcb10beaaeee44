import Files

/// Cursor's own hook settings of the user.
package enum CursorHookFile {
  /// Whether they run Fuelgauge. Then Cursor reports every event to that entry, and again to the one meant for
  /// Claude Code if it runs those too.
  package static func hasOwnEntry(home: String) -> Bool {
    WholeFile.read(home + "/.cursor/hooks.json", most: JSONValue.largestFile) { bytes in
      JSONValue(bytes).map { file in
        (file["hooks"]?.members.values).map(Array.init)?.contains { entries in
          entries.elements.contains { entry in
            guard let command = entry["command"]?.text else { return false }
            return command.contains("fuelgauge") && command.contains("hook cursor")
          }
        } ?? false
      }
    } ?? false
  }
}
