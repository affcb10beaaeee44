/// A question about money, in a box over the view: what is typed and chosen, and how far it has come.
package struct Form: Equatable, Sendable {
  /// What it is about.
  package enum Kind: Equatable, Sendable {
    case topUp, autoReload, limit, balance, account
    /// The entry that is to be taken back.
    case undo(Int64)
    /// One change at claude.ai that is to be confirmed or cancelled.
    case pending(Int64)
    /// One of several of them.
    case settle
    /// Whether claude.ai is to be asked for readings from now on.
    case online(Bool)
    /// No question: whom to ask instead, because the organization manages the account.
    case managed
  }

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

  package let kind: Kind
  /// The name of the account it is about, whichever is the current one later; nil: there is none yet.
  package let account: String?
  /// What is given, from top to bottom; some may have no meaning at present, see ``shownFields``.
  package var fields: [FormField]
  /// The pending changes that ``FormField/ID/entry`` chooses from, by their numbers: the list may
  /// change while the form is open.
  let pending: [Int64]
  /// The field that keys go to.
  package var focus: FormField.ID?
  package var stage: Stage
  /// Whether what is asked for has been done at claude.ai already, and counts now.
  package var isDoneThere = false
  /// Why it does not go on, in a sentence; goes with the next key.
  package var complaint: String?

  /// A form as it opens: without fields it asks at once.
  init(_ kind: Kind, account: String?, fields: [FormField] = [], pending: [Int64] = []) {
    self.kind = kind
    self.pending = pending
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

  /// The fields that mean something with what is chosen at present.
  package var shownFields: [FormField] { fields.filter { isShown($0.id) } }

  private func isShown(_ id: FormField.ID) -> Bool {
    switch (kind, id) {
    case (.topUp, .preset), (.topUp, .amount): chosen(.decision) == 0
    case (.topUp, .entry): chosen(.decision) > 0
    case (.autoReload, .below), (.autoReload, .add), (.autoReload, .maximum): chosen(.state) == 0
    case (.limit, .scope), (.limit, .period): chosen(.keeper) == 0
    case (.limit, .amount): chosen(.change) == 0
    default: true
    }
  }
}
