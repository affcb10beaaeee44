/// What is known about the hook that stops a tool at a limit.
package struct GuardFact: Equatable, Sendable {
  /// The tool's name.
  package var tool: String
  package var isInstalled: Bool
  package var works: Bool
  /// Why an installed hook does not work, in a sentence without a full stop.
  package var why: String?
  /// Where it does not work although it is installed, each in a sentence without a full stop.
  package var notes: [String]
  /// The command that installs it.
  package var remedy: String

  package init(
    tool: String, isInstalled: Bool, works: Bool, why: String?, notes: [String], remedy: String
  ) {
    self.tool = tool
    self.isInstalled = isInstalled
    self.works = works
    self.why = why
    self.notes = notes
    self.remedy = remedy
  }
}

extension [GuardFact] {
  /// The point of the checklist about them.
  var point: CheckupPoint {
    let installed = filter(\.isInstalled)
    var steps: [String] = []
    for hook in installed {
      if let why = hook.why { steps.append("\(hook.tool): \(why)") }
      for note in hook.notes { steps.append("\(hook.tool): \(note)") }
    }
    for hook in self where !hook.isInstalled {
      steps.append("\(hook.tool) has no hook: \(hook.remedy) shows it")
    }
    steps.append("claude --bare runs no hooks and passes by every limit")
    guard !installed.isEmpty else {
      return CheckupPoint(
        .guards, .unknown, "No tool has a hook, so limits warn and stop nothing.",
        remedy: first.map { "\($0.remedy) shows what would be installed" }, steps: steps)
    }
    let names = installed.filter(\.works).map(\.tool).joined(separator: ", ")
    if let broken = installed.first(where: { !$0.works }) {
      let rest = names.isEmpty ? "" : " Stopped at a limit: \(names)."
      return CheckupPoint(
        .guards, .attention,
        "Nothing stops \(broken.tool): \(broken.why ?? "its hook does not work")." + rest,
        remedy: "fix it, then run \(broken.remedy) --apply", steps: steps)
    }
    let note = installed.flatMap(\.notes).first.map { " Note: \($0)." } ?? ""
    return CheckupPoint(
      .guards, .ok,
      "Stopped at a limit: \(names); claude --bare runs no hooks and passes by." + note,
      steps: steps)
  }
}
