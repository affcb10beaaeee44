/// A form for a money action, in a box over the view: its input, and its progress.
package struct Form: Equatable, Sendable {
  /// Its progress. Nothing is done before the last stage.
  package enum Stage: Equatable, Sendable {
    case editing
    /// Everything is filled in, and the user must confirm.
    case confirming
    /// The amount is so large that it must be typed again; with the text so far.
    case retyping(String)
    /// The action is being performed.
    case working

    var isRetyping: Bool { if case .retyping = self { true } else { false } }
  }

  private let kind: Kind
  /// The account it is about, even if the current account changes; nil if there is none yet.
  package let account: String?
  /// All fields, from top to bottom. Not all may be shown, see ``shownFields``.
  package var fields: [FormField]
  /// The field with the focus.
  package var focus: FormField.ID?
  package var stage: Stage
  /// Whether the change is already made at claude.ai, and counts now.
  package var isDoneThere = false
  /// Why it cannot continue, in a sentence. The next key clears it.
  package var complaint: String?

  /// The initial form. Without fields it goes straight to the confirmation.
  init(_ rules: some FormRules, account: String?, fields: [FormField] = []) {
    kind = Kind(rules: rules)
    self.account = account
    self.fields = fields
    stage = fields.isEmpty ? .confirming : .editing
    focus = nil
    focus = shownFields.first?.id
  }

  /// The field with an id, if the form has it.
  package subscript(id: FormField.ID) -> FormField? {
    get { fields.first { $0.id == id } }
    set {
      guard let index = fields.firstIndex(where: { $0.id == id }), let newValue else { return }
      fields[index] = newValue
    }
  }

  /// The chosen option of a field; 0 if there is none.
  func chosen(_ id: FormField.ID) -> Int { self[id]?.chosen ?? 0 }

  /// The rules for this kind of form.
  package var rules: any FormRules { kind.rules }

  /// The fields that apply with the present choices.
  package var shownFields: [FormField] { fields.filter { rules.shows($0.id, in: self) } }

  /// Whether it is just a list to choose from.
  var isList: Bool { if case .list = fields.first?.content { true } else { false } }

  /// Makes rules of any type comparable.
  private struct Kind: Equatable {
    let rules: any FormRules

    static func == (left: Kind, right: Kind) -> Bool { left.rules.isEqual(to: right.rules) }
  }
}
