/// What pasted text does: in a field it counts as if it was typed, everywhere else it does nothing. Its line
/// breaks never confirm.
extension DashboardModel {
  mutating func paste(_ text: String) {
    let text = DashboardModel.pastedLine(text)
    if form == nil, isFiltering {
      filter = String((filter + text).prefix(DashboardModel.longestFilter))
    } else if form?.takesText == true {
      form?.paste(text)
    } else {
      refusePaste()
    }
  }

  /// Whether a key counts. One of a run of text that came faster than anybody types does only in a field:
  /// that is how pasted text arrives where the terminal does not mark it.
  mutating func isTyped(_ key: Key, _ typing: Typing) -> Bool {
    run.take(key, typing)
    // The way out is open whatever came before.
    if key == .control("c") { return true }
    let isInField = form.map(\.takesText) ?? isFiltering
    if run.looksPasted, !isInField { run.isRefused = true }
    if run.isRefused { refusePaste() }
    return !run.isRefused
  }

  private mutating func refusePaste() {
    let fact = "Pasted text was ignored"
    let reason = "it counts only in an amount or a filter"
    if form == nil {
      tell("\(fact): \(reason)", "\(fact): it counts only in a field")
    } else {
      form?.complaint = "\(fact): \(reason)."
    }
  }

  /// Characters that a filter holds.
  static let longestFilter = 200

  /// Text as it fits into a field: control characters go, and so do line breaks and tabs around it. One
  /// within it becomes a blank, so that two amounts do not become a third.
  private static func pastedLine(_ text: String) -> String {
    let isBreak = { (scalar: Unicode.Scalar) in
      scalar.properties.isWhitespace && scalar != " " && scalar != "\u{a0}"
    }
    return text.unicodeScalars.split(whereSeparator: isBreak).map { part in
      String(String.UnicodeScalarView(part.filter { $0.properties.generalCategory != .control }))
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Form {
  /// Whether what is typed goes into a text.
  var takesText: Bool {
    switch stage {
    case .editing: shownFields.contains(where: \.isAmount)
    case .retyping: true
    case .confirming, .working: false
    }
  }
}
