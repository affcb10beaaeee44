/// A question about money, in a box over the view: what is typed and chosen, and how far it has come.
package struct Form: Equatable, Sendable {
  /// How far it has come. Nothing is done before the last one.
  package enum Stage: Equatable, Sendable {
    case editing
    /// Everything is given; the person is asked once.
    case confirming
    /// The amount is so large that it has to be typed a second time; so much of it was.
    case retyping(String)
    /// It is being done.
    case working

    var isRetyping: Bool { if case .retyping = self { true } else { false } }
  }

  private let kind: Kind
  /// The name of the account it is about, whichever is the current one later; nil: there is none yet.
  package let account: String?
  /// What is given, from top to bottom; some may have no meaning at present, see ``shownFields``.
  package var fields: [FormField]
  /// The field that keys go to.
  package var focus: FormField.ID?
  package var stage: Stage
  /// Whether what is asked for has been done at claude.ai already, and counts now.
  package var isDoneThere = false
  /// Why it does not go on, in a sentence; goes with the next key.
  package var complaint: String?

  /// A form as it opens: without fields it asks at once.
  init(_ rules: some FormRules, account: String?, fields: [FormField] = []) {
    kind = Kind(rules: rules)
    self.account = account
    self.fields = fields
    stage = fields.isEmpty ? .confirming : .editing
    focus = nil
    focus = shownFields.first?.id
  }

  /// The field of an id, if the form has it.
  package subscript(id: FormField.ID) -> FormField? {
    get { fields.first { $0.id == id } }
    set {
      guard let index = fields.firstIndex(where: { $0.id == id }), let newValue else { return }
      fields[index] = newValue
    }
  }

  /// Which option of a choice is chosen; 0 if the form has no such choice.
  func chosen(_ id: FormField.ID) -> Int { self[id]?.chosen ?? 0 }

  /// What kind of form it is.
  package var rules: any FormRules { kind.rules }

  /// The fields that mean something with what is chosen at present.
  package var shownFields: [FormField] { fields.filter { rules.shows($0.id, in: self) } }

  /// Whether it is a list of rows to choose from, and nothing else.
  var isList: Bool { if case .list = fields.first?.content { true } else { false } }

  /// Rules that can be compared.
  private struct Kind: Equatable {
    let rules: any FormRules

    static func == (left: Kind, right: Kind) -> Bool { left.rules.isEqual(to: right.rules) }
  }
}
