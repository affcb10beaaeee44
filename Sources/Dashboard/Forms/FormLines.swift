import Advice
import Canvas
import Ledger
import Values

/// A line of a form.
struct FormLine {
  /// How important it is when there is little room, least important first.
  enum Rank: Int, Comparable {
    case blank, unchanged, notice, change, fact, need, buttons

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }

  var pieces: [Frame.Piece] = []
  var rank: Rank
  /// The sentence it is part of. Half a sentence is useless, so its lines are dropped together.
  var sentence: String?
}

/// The lines of a form: facts, fields, what would change, and the keys.
struct FormLines {
  let model: DashboardModel
  let form: Form
  let state: AccountState
  let width: Int
  /// Lines available.
  let height: Int
  let answer: FormAnswer

  init(
    _ model: DashboardModel, _ form: Form, _ state: AccountState, width: Int, height: Int
  ) {
    self.model = model
    self.form = form
    self.state = state
    self.width = width
    self.height = height
    answer = form.answer(about: state)
  }

  var look: Look { model.look }
  var label: Style { look.palette.style(\.label) }
  var strong: Style { Style(.terminal, [.bold]) }

  var all: [FormLine] {
    let blank = [FormLine(rank: .blank)]
    let faults = form.stage.isRetyping ? [] : complaint
    let consequences = changes + notices
    return facts + fieldLines + faults
      + (faults.isEmpty && !hasFault && !consequences.isEmpty ? blank : []) + consequences
      + blank + asked + [buttons]
  }

  private var hasFault: Bool { form.shownFields.contains { $0.fault != nil } }

  /// The action the form would perform, once it is complete.
  var action: MoneyAction? { if case .action(let action) = answer { action } else { nil } }

  /// Sentences about the form's subject.
  private var facts: [FormLine] {
    let texts = form.rules.facts(
      form, about: state, action, days: model.days, now: model.now)
    return texts.flatMap { wrapped($0, .plain, .fact) }
      + (texts.isEmpty || form.fields.isEmpty ? [] : [FormLine(rank: .blank)])
  }

  /// Why it cannot continue.
  private var complaint: [FormLine] { form.complaint.map(fault) ?? [] }

  /// An error, with a sign that does not depend on colour.
  func fault(_ reason: String) -> [FormLine] {
    let style = look.palette.style(\.bad, [.bold])
    return wrapped(reason, style, .need, sign: "\(look.glyphs.cross) ")
  }

  /// A sentence wrapped into lines.
  func wrapped(
    _ text: String, _ style: Style, _ rank: FormLine.Rank, sign: String = ""
  ) -> [FormLine] {
    let indent = TextWidth.columns(of: sign)
    return TextWidth.wrap(text, max(1, width - indent), glyphs: look.glyphs).enumerated().map {
      let start = $0 == 0 ? sign : TextWidth.spaces(indent)
      return FormLine(pieces: [Frame.Piece(start + $1, style)], rank: rank, sentence: text)
    }
  }

  /// The confirmation question.
  private var asked: [FormLine] {
    switch form.stage {
    case .editing, .working: return []
    case .confirming:
      guard let action else { return wrapped(form.rules.question, strong, .need) }
      return action.question(about: state).map { wrapped($0, strong, .need) } ?? answers
    case .retyping(let text):
      let most = Amount.confirmedTwiceAbove.fullDisplay(in: state.account.currency)
      return wrapped("More than \(most): type the same amount again.", strong, .need)
        + [FormLine(pieces: input("again", text, isFocused: true, isPrefilled: false), rank: .need)]
        + complaint
    }
  }

  /// The two answers for a change that only claude.ai can make.
  private var answers: [FormLine] {
    let texts = [
      (false, "open the page and note it as pending"),
      (true, "already done there: count it now"),
    ]
    return texts.map { isDone, text in
      let isChosen = form.isDoneThere == isDone
      let target = FormTarget.answer(isDoneThere: isDone)
      return FormLine(
        pieces: [
          Frame.Piece(
            isChosen ? "\(look.glyphs.marker) " : "  ", look.palette.style(\.accent, [.bold])),
          Frame.Piece(
            " \(text) ", isChosen ? look.palette.selection.adding([.bold]) : label, .form(target)),
        ], rank: .need)
    }
  }

  private var buttons: FormLine {
    let back = FormTarget.back
    let isFirst = form.stage == .editing || form.fields.isEmpty
    let close = ("Esc", isFirst ? "close" : "back", back)
    let keys: [(String, String, FormTarget)] =
      switch form.stage {
      case .working: [("", "working", .beside)]
      case _ where answer == .nothing: [close]
      case .editing where form.isList: [("Enter", "select", .proceed), close]
      case .editing: [("Enter", "continue", .proceed), close]
      case .confirming, .retyping: [("Enter", "do it", .proceed), close]
      }
    return FormLine(
      pieces: keys.flatMap { key, text, target in
        [
          Frame.Piece(key, look.palette.style(\.accent, [.bold]), .form(target)),
          Frame.Piece((key.isEmpty ? "" : " ") + text, label, .form(target)),
          Frame.Piece("   ", label),
        ]
      }, rank: .buttons)
  }
}
