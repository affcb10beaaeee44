/// What is read from the past seldom, because it is much and changes little.
struct ReadCache: Sendable {
  let histories = DrawHistories()
  let habits = Habits()
}
