/// Pasted text counts as typed in a text field and is ignored everywhere else. Its line breaks never
/// confirm anything.
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

  /// Whether to handle a key. Keys that arrive faster than anyone types count only in a text field: that is
  /// how pasted text arrives from a terminal without bracketed paste.
  mutating func isTyped(_ key: Key, _ typing: Typing) -> Bool {
    run.take(key, typing)
    // ^C always quits.
    if key == .control("c") { return true }
    let isInField = form.map(\.takesText) ?? isFiltering
    if run.looksPasted, !isInField { run.isRefused = true }
    if run.isRefused { refusePaste() }
    return !run.isRefused
  }

  private mutating func refusePaste() {
    let fact = "Pasted text was ignored"
    let reason = "paste only into an amount or a filter"
    if form == nil {
      tell("\(fact): \(reason)", "\(fact): paste only into a field")
    } else {
      form?.complaint = "\(fact): \(reason)."
    }
  }

  /// Longest filter, in characters.
  static let longestFilter = 200

  /// Text reduced to one line: control characters and surrounding line breaks and tabs are removed. Those
  /// inside become a space, so that two amounts do not merge into a third.
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
  /// Whether typed characters go into a text field.
  var takesText: Bool {
    switch stage {
    case .editing: shownFields.contains(where: \.isAmount)
    case .retyping: true
    case .confirming, .working: false
    }
  }
}
