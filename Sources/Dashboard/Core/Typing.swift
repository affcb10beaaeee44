/// How a key or a click arrived. This is all that distinguishes a person's input from pasted text in a
/// terminal without bracketed paste.
package struct Typing: Equatable, Sendable {
  /// Milliseconds without input before it; 0 if unknown.
  package let quiet: Int64
  /// Whether it was the only input in its read; for a click, whether the read held only clicks.
  package let isAlone: Bool
  /// All keys of the read it was in.
  package let keys: [Key]
  /// Its index among them.
  package var index = 0

  /// Input after `quiet` milliseconds without any.
  package init(after quiet: Int64, isAlone: Bool, keys: [Key] = []) {
    self.quiet = quiet
    self.isAlone = isAlone
    self.keys = keys
  }

  /// Alone after a long pause.
  package static let apart = Typing(after: .max, isAlone: true)

  /// Nobody presses two keys on purpose in less, in milliseconds.
  static let pause: Int64 = 30

  /// Whether it may confirm something that is not easily undone.
  var isApart: Bool { isAlone && quiet >= Typing.pause }
}

/// A run of keys faster than a person types.
struct KeyRun: Equatable {
  /// Reads this many milliseconds apart belong to one run. With no pause at all they may be keys that
  /// queued up behind a slow frame.
  private static let pauses: Range<Int64> = 1..<10
  /// This many characters at once count as text.
  private static let text = 3

  private var characters = 0
  private var first: Character?
  private var isMovement = true
  private var isAmount = true
  private var hasEnter = false
  /// Whether it was taken for pasted text, the rest of which may still arrive.
  var isRefused = false

  /// Takes in a key and how it arrived.
  mutating func take(_ key: Key, _ typing: Typing) {
    guard typing.index == 0 else { return }
    if !KeyRun.pauses.contains(typing.quiet) { self = KeyRun(isRefused: isRefused) }
    if typing.quiet >= Typing.pause { isRefused = false }
    for key in typing.keys.isEmpty ? [key] : typing.keys {
      if key == .enter { hasEnter = true }
      guard case .character(let character) = key else { continue }
      characters += 1
      isMovement =
        isMovement
        && (Action.repeated.contains(key) || first == nil && Action.choosingViews.contains(key))
      if first == nil {
        first = character
      } else {
        isAmount = isAmount && !hasEnter && "0123456789.,".contains(character)
      }
    }
  }

  /// Whether it looks like pasted text. On a slow connection, held-down movement keys arrive this way too,
  /// also right after a key that switches views, and so does a form's key followed by its amount.
  var looksPasted: Bool {
    let isForm = first.map { Action.askingForAmounts.contains(.character($0)) } ?? false
    return characters >= KeyRun.text && !isMovement && !(isForm && isAmount)
  }

  private init(isRefused: Bool) { self.isRefused = isRefused }
  init() {}
}

extension Action {
  /// Keys that people hold down. Their effects are visible and easily reversed.
  fileprivate static let repeated = keys(of: [
    .up, .down, .left, .right, .top, .bottom, .longer, .shorter,
  ])

  fileprivate static let choosingViews = keys(of: ViewID.allCases.map { .show($0) })

  /// The keys of forms that start with an amount.
  fileprivate static let askingForAmounts = Set(all.filter(\.asksAmount).flatMap(\.keys))

  private static func keys(of actions: [ID]) -> Set<Key> {
    Set(all.filter { actions.contains($0.id) }.flatMap(\.keys))
  }
}
