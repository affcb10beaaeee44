import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing
import Values

@Suite struct RandomKeysTests {
  private static let keys: [Key] =
    [
      .enter, .enter, .enter, .enter, .escape, .tab, .backTab, .backspace, .up, .down, .left,
      .right, .home, .end, .pageUp, .pageDown, .control("u"),
    ] + "tacbuwe1234hjklgG/sS+-?000012599.,$- x".map { .character($0) }

  @Test func `whatever is pressed and clicked, no money moves that was not asked about`() throws {
    var performed = 0
    for seed in seeds(8) {
      var random = SeededRandom(seed: seed)
      var model = try model(&random)
      for _ in 0..<400 {
        let before = model.form
        let effects = update(&model, message(model, &random))
        for case .perform(let action, _) in effects {
          performed += 1
          check(action, after: before, seed)
          _ = update(&model, .moneyRefused("not now"))
        }
        if random.chance(8) { _ = view(model) }
        // Random digits alone seldom make a large amount that can be used.
        if model.form?.stage == .editing, random.chance(6) {
          _ = update(&model, .keyPressed(.control("u")))
          press("1500", &model)
        }
        if model.form?.stage == .retyping(""), random.chance(2) {
          press(model.form?[.amount]?.text ?? "", &model)
        }
      }
    }
    #expect(performed > 0)
  }

  private func model(_ random: inout SeededRandom) throws -> DashboardModel {
    let authority: Account.Authority = random.chance(2) ? .local : .claude
    return try funded(random.pick(40...130), random.pick(10...50)) { now in
      [
        account(authority: authority, at: now) { state in
          state.addLimits(at: now)
          state.addPending(at: now)
          state.undoable = Undoable(
            entry: 5, kind: .topUp, time: now, amount: cents(2500), needsCounterEntry: false,
            balanceAfter: cents(1627))
        },
        account("home", nil, at: now) { $0.account.billing = .organization },
      ]
    }
  }

  private func message(
    _ model: DashboardModel, _ random: inout SeededRandom
  ) -> DashboardMessage {
    guard random.chance(8) else { return .keyPressed(random.pick(RandomKeysTests.keys)) }
    return .mouse(
      .press, row: random.pick(0...model.size.height), column: random.pick(0...model.size.width))
  }

  private func check(_ action: MoneyAction, after form: Form?, _ seed: UInt64) {
    let amounts: [Money] =
      switch action {
      case .topUp(let amount), .setBalance(let amount), .setLimit(_, _, let amount, _),
        .wishCap(let amount?):
        [amount]
      case .setAutoReload(let settings) where settings.isOn: [settings.below, settings.add]
      default: []
      }
    let isLarge = amounts.contains { $0 > Amount.confirmedTwiceAbove }
    if case .retyping(let text)? = form?.stage {
      #expect(form?.fields.contains { $0.text == text } == true, "seed \(seed)")
    } else {
      #expect(form?.stage == .confirming && !isLarge, "\(action), seed \(seed)")
    }
  }
}
