/// Caches of the past, which is large and changes little.
struct ReadCache: Sendable {
  let histories = DrawHistories()
  let habits = Habits()
}
