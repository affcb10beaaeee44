import Ledger

/// A tool whose hooks can run Fuelgauge.
package enum HookTool: String, CaseIterable, Sendable {
  case claude, cursor, windsurf, cline

  /// The tool whose limits its gates follow.
  package var tool: Tool {
    switch self {
    case .claude: .claudeCode
    case .cursor: .cursor
    case .windsurf: .windsurf
    case .cline: .other
    }
  }

  /// Whether the tool waits at this event and obeys the answer before it spends more.
  func isGate(_ event: String) -> Bool {
    switch self {
    case .claude: ["UserPromptSubmit", "PreToolUse", "PostToolBatch"].contains(event)
    case .cursor:
      [
        "beforeSubmitPrompt", "preToolUse", "subagentStart", "beforeShellExecution",
        "beforeMCPExecution",
        // The names under which it runs Claude Code's hooks.
        "UserPromptSubmit", "PreToolUse",
      ].contains(event)
    case .windsurf: event.hasPrefix("pre_")
    case .cline: ["UserPromptSubmit", "PreToolUse", "TaskStart"].contains(event)
    }
  }

  /// The tool's name.
  package var title: String {
    switch self {
    case .claude: "Claude Code"
    case .cursor: "Cursor"
    case .windsurf: "Windsurf"
    case .cline: "Cline"
    }
  }

  /// The events that setup installs a hook for because its answer can stop the tool.
  package var gates: [String] {
    switch self {
    case .claude: ["UserPromptSubmit", "PreToolUse"]
    case .cursor: ["beforeSubmitPrompt", "preToolUse", "subagentStart"]
    case .windsurf: ["pre_user_prompt", "pre_run_command", "pre_mcp_tool_use"]
    case .cline: ["UserPromptSubmit", "PreToolUse"]
    }
  }
}
