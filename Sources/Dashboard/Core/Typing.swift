/// How a key or a click came: all that tells a person's from pasted text in a terminal that does not mark it.
package struct Typing: Equatable, Sendable {
  /// Milliseconds in which nothing had come before; 0 where that is not known.
  package let quiet: Int64
  /// Whether it came in a read of its own; a click in one of clicks alone.
  package let isAlone: Bool
  /// All keys of the read that brought it.
  package let keys: [Key]
  /// Which of them it is.
  package var index = 0

  /// How something came.
  package init(after quiet: Int64, isAlone: Bool, keys: [Key] = []) {
    self.quiet = quiet
    self.isAlone = isAlone
    self.keys = keys
  }

  /// Alone and after a long time.
  package static let apart = Typing(after: .max, isAlone: true)

  /// Nobody presses another key in less, on purpose.
  static let pause: Int64 = 30

  /// Whether it may confirm what cannot simply be taken back.
  var isApart: Bool { isAlone && quiet >= Typing.pause }
}

/// Keys that came faster than a person types.
struct KeyRun: Equatable {
  /// Reads that follow each other after so many milliseconds are parts of one. With no pause at all they may
  /// be keys that waited for a slow frame.
  private static let pauses: Range<Int64> = 1..<10
  /// So many characters at once are text.
  private static let text = 3

  private var characters = 0
  private var first: Character?
  private var isMovement = true
  private var isAmount = true
  private var hasEnter = false
  /// Whether it was taken for pasted text, of which the rest may still come.
  var isRefused = false

  /// Takes in how a key came.
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

  /// Whether it is text. Keys that are held down come so too where the line is slow, also in a view just
  /// chosen, and so does a key with the amount that its form asks for.
  var looksPasted: Bool {
    let isForm = first.map { Action.askingForAmounts.contains(.character($0)) } ?? false
    return characters >= KeyRun.text && !isMovement && !(isForm && isAmount)
  }

  private init(isRefused: Bool) { self.isRefused = isRefused }
  init() {}
}

extension Action {
  /// The keys that people hold down: whatever they do is seen, and done back by another.
  fileprivate static let repeated = keys(of: [
    .up, .down, .left, .right, .top, .bottom, .longer, .shorter,
  ])

  fileprivate static let choosingViews = keys(of: ViewID.allCases.map { .show($0) })

  /// The keys of forms that begin with an amount.
  fileprivate static let askingForAmounts = Set(all.filter(\.asksAmount).flatMap(\.keys))

  private static func keys(of actions: [ID]) -> Set<Key> {
    Set(all.filter { actions.contains($0.id) }.flatMap(\.keys))
  }
}
