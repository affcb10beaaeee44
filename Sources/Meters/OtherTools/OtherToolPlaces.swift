import Files
import Ledger

/// Where other tools keep their logs.
struct OtherToolPlaces {
  private let folders: HomeFolders
  private let environment: [String: String]

  init(environment: [String: String]) {
    self.environment = environment.filter { !$0.value.isEmpty }
    folders = HomeFolders(environment: environment)
  }

  private var home: String { folders.home }

  // MARK: - Cline

  /// Tasks of the Cline extension, which count for the editor it runs in, and of Cline outside editors.
  var cline: [OtherToolLog] {
    let editors: [(folder: String, tool: Tool)] = [
      (folders.config + "/Code", .other), (folders.config + "/Code - Insiders", .other),
      (folders.config + "/VSCodium", .other), (folders.config + "/Cursor", .cursor),
      (folders.config + "/Windsurf", .windsurf), (home + "/.vscode-server/data", .other),
      (home + "/.cursor-server/data", .cursor), (home + "/.windsurf-server/data", .windsurf),
    ]
    let own =
      environment["CLINE_DATA_DIR"] ?? environment["CLINE_DIR"].map { $0 + "/data" } ?? home
      + "/.cline/data"
    let tasks =
      editors.map {
        (folder: $0.folder + "/User/globalStorage/saoudrizwan.claude-dev/tasks", tool: $0.tool)
      } + [(folder: own + "/tasks", tool: .other)]
    let old = tasks.flatMap { folder, tool in
      names(in: folder).compactMap {
        log(.clineTask(tool), "\(folder)/\($0)/ui_messages.json")
      }
    }
    let sessions = environment["CLINE_SESSION_DATA_DIR"] ?? own + "/sessions"
    let new = names(in: sessions).flatMap { session in
      names(in: "\(sessions)/\(session)", suffix: ".messages.json").compactMap {
        log(.clineSession, "\(sessions)/\(session)/\($0)")
      }
    }
    return old + new
  }

  // MARK: - OpenClaw

  /// Sessions under every name OpenClaw has had, including archived ones.
  var openClaw: [OtherToolLog] {
    let moved = ["OPENCLAW_STATE_DIR", "CLAWDBOT_STATE_DIR"].compactMap { environment[$0] }
    let usual = [".openclaw", ".clawdbot", ".moltbot", ".moldbot"].map { "\(home)/\($0)" }
    return Set(moved + usual).sorted().flatMap { folder in
      names(in: folder + "/agents").flatMap { agent in
        let sessions = "\(folder)/agents/\(agent)/sessions"
        return names(in: sessions).filter { $0.contains(".jsonl") && !$0.hasSuffix(".zst") }
          .compactMap { log(.openClaw, "\(sessions)/\($0)") }
      }
    }
  }

  // MARK: - opencode

  /// The databases come first: a message in both a database and a file is the same one.
  var opencode: [OtherToolLog] {
    let folder = folders.data + "/opencode"
    let databases = names(in: folder, suffix: ".db").filter { $0.hasPrefix("opencode") }
      .compactMap { database("\(folder)/\($0)") }
    let messages = names(in: folder + "/storage/message").flatMap { session in
      names(in: "\(folder)/storage/message/\(session)", suffix: ".json").compactMap {
        log(.opencodeMessage, "\(folder)/storage/message/\(session)/\($0)")
      }
    }
    return databases + messages
  }

  /// A database has changed if its write-ahead log has.
  private func database(_ path: String) -> OtherToolLog? {
    guard let log = log(.opencodeDatabase, path) else { return nil }
    guard let ahead = SourceFile(at: path + "-wal") else { return log }
    var file = log.file
    file.size += ahead.size
    file.modified = max(file.modified, ahead.modified)
    return OtherToolLog(kind: log.kind, file: file)
  }

  private func log(_ kind: OtherToolLog.Kind, _ path: String) -> OtherToolLog? {
    SourceFile(at: path).map { OtherToolLog(kind: kind, file: $0) }
  }

  /// The names in a folder, in alphabetical order; empty if it is not a folder.
  private func names(in folder: String, suffix: String = "") -> [String] {
    FolderListing.names(in: folder).filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }
  }
}
