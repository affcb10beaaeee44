/// Key handling while a form is open; the form gets nearly all keys.
extension DashboardModel {
  mutating func pressInForm(_ key: Key, _ typing: Typing) -> [DashboardEffect] {
    switch key {
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .escape: leaveForm()
    case .enter: return proceedInForm(typing)
    default: form?.take(key)
    }
    return []
  }

  /// Handles a click in or beside a form.
  mutating func clickInForm(_ target: FormTarget, _ typing: Typing) -> [DashboardEffect] {
    switch target {
    case .proceed: return proceedInForm(typing)
    case .back: leaveForm()
    case .field(let id):
      if form?.stage == .editing { form?.focus = id }
    case .option(let id, let option): form?.choose(option, of: id)
    case .answer(let isDoneThere):
      if form?.stage == .confirming { form?.isDoneThere = isDoneThere }
    case .beside: break
    }
    return []
  }
}

extension Form {
  mutating func take(_ key: Key) {
    complaint = nil
    switch stage {
    case .working: break
    case .confirming:
      switch key {
      case .up, .left, .backTab: isDoneThere = false
      case .down, .right: isDoneThere = true
      case .tab, .character(" "): isDoneThere.toggle()
      default: break
      }
    case .retyping(var text):
      Form.edit(&text, key)
      stage = .retyping(text)
    case .editing: edit(key)
    }
  }

  /// Longest text in a field, in characters; anything longer is not an amount.
  private static let longestText = 40

  private static func edit(_ text: inout String, _ key: Key) {
    switch key {
    case .character(let character): if text.count < longestText { text.append(character) }
    case .backspace: _ = text.popLast()
    case .control("u"): text = ""
    default: break
    }
  }

  /// Inserts pasted text as if typed: all of it, or nothing.
  mutating func paste(_ pasted: String) {
    complaint = nil
    var text: String
    var target: FormField?
    if case .retyping(let typed) = stage {
      text = typed
    } else {
      guard let field = focus.flatMap({ self[$0] }), let amount = amount(from: field) else {
        return
      }
      text = amount.isPrefilled && !pasted.isEmpty ? "" : amount.text
      target = amount
    }
    text += pasted
    guard text.count <= Form.longestText else {
      complaint = "The pasted text is too long for an amount."
      return
    }
    if let target { fill(target.id, with: text) } else { stage = .retyping(text) }
  }

  private mutating func edit(_ key: Key) {
    guard let id = focus, let field = self[id] else { return }
    if case .list = field.content { return edit(list: field, key) }
    switch key {
    case .tab, .down: moveFocus(1)
    case .backTab, .up: moveFocus(-1)
    case .left, .right:
      // For an amount, these keys step through its presets.
      let choice = field.isAmount ? self[.preset] : field
      if let choice { step(choice, by: key == .left ? -1 : 1) }
    case .character(" ") where !field.isAmount && id != .preset: step(field, by: 1)
    case .character, .backspace, .control("u"): type(key, from: field)
    default: break
    }
  }

  private mutating func edit(list field: FormField, _ key: Key) {
    switch key {
    case .down, .tab, .character("j"): step(field, by: 1)
    case .up, .backTab, .character("k"): step(field, by: -1)
    case .home, .character("g"): step(field, by: -field.optionCount)
    case .end, .character("G"): step(field, by: field.optionCount)
    default: break
    }
  }

  private mutating func moveFocus(_ steps: Int) {
    let shown = shownFields.map(\.id)
    guard let index = focus.flatMap({ shown.firstIndex(of: $0) }) else {
      focus = shown.first
      return
    }
    focus = shown[(index + steps + shown.count) % shown.count]
  }

  private mutating func step(_ field: FormField, by steps: Int) {
    let last = field.optionCount - 1
    guard last >= 0 else { return }
    let start = field.chosen ?? (steps > 0 ? -1 : last + 1)
    choose(min(max(0, start + steps), last), of: field.id)
  }

  /// Chooses an option. A preset fills in the amount.
  mutating func choose(_ option: Int, of id: FormField.ID) {
    guard stage == .editing, let field = self[id], (0..<field.optionCount).contains(option)
    else { return }
    complaint = nil
    self[id]?.chosen = option
    focus = id
    guard id == .preset else { return }
    self[.amount]?.text = String(Form.presets[option])
    self[.amount]?.isPrefilled = true
  }

  /// The amount field that typed characters go to: when a choice has the focus, the one below it.
  private func amount(from field: FormField) -> FormField? {
    let shown = shownFields
    let index = shown.firstIndex { $0.id == field.id } ?? 0
    return (shown[index...] + shown[..<index]).first(where: \.isAmount)
  }

  private mutating func type(_ key: Key, from field: FormField) {
    guard let target = amount(from: field) else { return }
    var text = target.text
    // Typing replaces a prefilled amount.
    if target.isPrefilled, case .character = key { text = "" }
    Form.edit(&text, key)
    fill(target.id, with: text)
  }

  private mutating func fill(_ id: FormField.ID, with text: String) {
    focus = id
    self[id]?.text = text
    self[id]?.isPrefilled = false
    if id == .amount { self[.preset]?.chosen = Form.presets.firstIndex { "\($0)" == text } }
  }
}
