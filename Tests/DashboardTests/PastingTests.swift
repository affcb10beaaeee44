import Advice
import Canvas
import Dashboard
import TestSupport
import Testing
import Values

/// A text as keys: line breaks are Enter.
private func keys(_ text: String) -> [Key] {
  text.map { $0 == "\n" ? .enter : $0 == "\u{3}" ? .control("c") : .character($0) }
}

/// What the keys of one read make the program do, as a terminal sends pasted text that it does not mark.
@discardableResult
private func burst(
  _ text: String, _ model: inout DashboardModel, after quiet: Int64 = 5000
) -> [DashboardEffect] {
  let all = keys(text)
  var typing = Typing(after: quiet, isAlone: all.count == 1, keys: all)
  return all.flatMap { key in
    defer { typing.index += 1 }
    return update(&model, .keyPressed(key, typing))
  }
}

private func says(_ text: String, _ model: DashboardModel) -> Bool {
  view(model).canvas.lines.contains { $0.contains(text) }
}

/// Pasted text is not typing, whether the terminal says which it is or not.
@Suite struct PastingTests {
  private static let texts = [
    "t30\n\ny\n", "a b50\n\ny\n", "git commit -m \"x\" && git push\n", "cat 20.txt\n\nyes\n",
    "sudo apt-get update && sudo apt-get install -y tmux\n", "take 15 apples\n\nyour list\n",
    "/usr/bin/quit\n", "u\n\n\n\n\nzzz", "www\n\n", "12345", "eeqz", "t5000\n\n5000\n\n",
  ]

  @Test(arguments: texts + ["z", "q", "\n", "", "u", "\u{1b}q\u{3}\0"])
  func `a marked paste outside of a field does nothing but say so`(text: String) throws {
    for keys in ["", "2", "3", "4", "5", "6", "?", "u", "w"] {
      let before = try funded(80, 24, keys: keys)
      var model = before
      #expect(update(&model, .pasted(text)) == [], "\(keys)")
      #expect(says("Pasted text was ignored: paste only into an amount or a filter", model))
      model.note = before.note
      model.form?.complaint = nil
      #expect(model == before, "\(keys)")
    }
  }

  @Test(arguments: texts)
  func `an unmarked paste outside of a field does nothing but say so`(text: String) throws {
    for keys in ["", "2", "3", "4", "5", "6", "?"] {
      let before = try funded(80, 24, keys: keys)
      var model = before
      #expect(burst(text, &model) == [], "\(keys)")
      #expect(
        model.form == nil && model.view == before.view
          && model.tools.list.filter == before.tools.list.filter)
      #expect(says("Pasted text was ignored", model), "\(keys)")
    }
  }

  @Test func `what comes at once after pasted text belongs to it`() throws {
    var model = try funded(80, 24)
    burst("some prose", &model)
    #expect(burst("q", &model, after: 8) == [])
    #expect(burst("z", &model, after: 25) == [])
    #expect(burst("\u{3}", &model, after: 1) == [.quit], "the way out is open")
    #expect(burst("q", &model, after: 30) == [.quit])
  }

  @Test func `pieces of a paste that follow each other at once are one text`() throws {
    var model = try funded(80, 24, keys: "4")
    for piece in ["s", "u", "d"] { burst(piece, &model, after: 4) }
    #expect(says("Pasted text was ignored", model))
    #expect(burst("q", &model, after: 4) == [])
  }

  @Test func `keys that are held down and fast fingers on a slow line are typing`() throws {
    var model = try funded(80, 24, keys: "4")
    burst("jjjjjjjjkkjj", &model)
    #expect(!says("Pasted", model))
    burst("3jjG", &model)
    #expect(model.view == .ledger && !says("Pasted", model))
    model = try funded(80, 24)
    burst("t25", &model)
    #expect(model.form?[.amount]?.text == "25")
    model = try funded(80, 24)
    burst("c12.50\n", &model)
    #expect(model.form?.stage == .confirming)
    #expect(burst("\n", &model, after: 400).count == 1)
    model = try funded(80, 24)
    for key in "2s" { burst(String(key), &model, after: 2) }
    #expect(model.view == .tools && !says("Pasted", model))
    // While a frame took long two more keys came.
    burst("?", &model, after: 300)
    #expect(model.showsHelp)
    #expect(burst("qq", &model, after: 0) == [.quit])
    for key in "tttt" { burst(String(key), &model, after: 120) }
    #expect(model.form?[.amount]?.text == "ttt")
  }

  @Test(arguments: [
    ("t25\n\n", true), ("t25\n\n\n\n", true), ("t25\n\ny\n", false), ("t5000\n\n5000\n\n", false),
    ("c30\n\n", true), ("b9\n\n", true), ("u\n", true), ("u\n\n", true), ("a\n\n", true),
  ])
  func `no Enter that came with other keys moves money`(text: String, mayBeTyped: Bool) throws {
    for isTorn in [false, true] {
      var model = try funded(80, 24) { now in
        [
          account(at: now) {
            $0.undoable = Undoable(
              entry: 3, kind: .topUp, time: now, amount: cents(500), needsCounterEntry: false,
              balanceAfter: cents(3627))
          }
        ]
      }
      if isTorn {
        for key in text { #expect(burst(String(key), &model, after: 20) == []) }
      } else {
        #expect(burst(text, &model) == [])
      }
      guard mayBeTyped else { continue }
      #expect(model.form != nil && model.form?.stage != .working)
      #expect(says("✗ Enter came too soon: press it again.", model))
      #expect(burst("\n", &model, after: 29) == [])
      #expect(burst("\n", &model, after: 30).count == 1, "\(text)")
    }
  }

  @Test func `a large amount is typed again, and confirmed apart`() throws {
    var model = try funded(80, 24, keys: "t5000")
    _ = effects(.enter, &model)
    #expect(burst("\n5000\n", &model) == [])
    #expect(model.form?.stage == .confirming)
    #expect(burst("\n", &model) == [])
    #expect(model.form?.stage == .retyping(""))
    #expect(burst("5000\n", &model) == [])
    #expect(model.form?.stage == .retyping("5000"))
    #expect(says("✗ Enter came too soon", model))
    #expect(burst("\n", &model).count == 1)
  }

  @Test func `an account is chosen and online readings switched by an Enter apart`() throws {
    let states = { (now: Instant) in
      [account(authority: .claude, at: now), account("home", authority: .claude, at: now)]
    }
    for keys in ["w", "5"] {
      var model = try funded(80, 24, keys: keys, states)
      #expect(burst("jj\n", &model) == [])
      #expect(says("Enter came too soon: press it again", model))
      #expect(burst("\n", &model).contains(.useAccount("home")), "\(keys)")
    }
    var model = try funded(80, 24, states)
    #expect(burst("o\n", &model) == [])
    #expect(says("✗ Enter came too soon", model))
    #expect(burst("\n", &model) == [.setOnline(true, account: "work")])
  }

  @Test func `a click among keys confirms nothing, one alone does`() throws {
    var model = try funded(80, 24, keys: "t5")
    _ = effects(.enter, &model)
    let lines = view(model).canvas.lines
    let row = try #require(lines.firstIndex { $0.contains("Enter do it") })
    let line = lines[row]
    let column = line.distance(
      from: line.startIndex, to: try #require(line.range(of: "do it")).lowerBound)
    for typing in [Typing(after: 0, isAlone: true), Typing(after: 900, isAlone: false)] {
      #expect(update(&model, .mouse(.press, row: row, column: column, typing)) == [])
      #expect(model.form?.stage == .confirming)
    }
    #expect(update(&model, .mouse(.press, row: row, column: column)).count == 1)
  }

  @Test(arguments: [
    ("25", "25"), ("25\n", "25"), ("\r\n\t25\t\n\n", "25"), ("2\n5", "2 5"), ("2\u{0}5\u{7}", "25"),
    ("30\n\ny\n", "30 y"), ("\u{1b}[A5", "[A5"), ("\n", "10"), ("$1,000", "$1,000"), (" 5", " 5"),
    ("2\u{2028}5\u{85}", "2 5"),
  ])
  func `in a field pasted text counts, and its line breaks confirm nothing`(
    text: String, expected: String
  ) throws {
    var model = try funded(80, 24, keys: "t")
    // The preset of $10 stands there, and is replaced.
    _ = effects(.right, &model)
    _ = effects(.right, &model)
    #expect(update(&model, .pasted(text)) == [])
    #expect(model.form?.stage == .editing)
    #expect(model.form?[.amount]?.text == expected)
  }

  @Test func `an amount is pasted whole or not at all`() throws {
    var model = try funded(80, 24, keys: "t7")
    _ = update(&model, .pasted(String(repeating: "0", count: 40) + "25"))
    #expect(model.form?[.amount]?.text == "7")
    #expect(says("✗ The pasted text is too long for an amount.", model))
    _ = update(&model, .pasted("5"))
    #expect(model.form?[.amount]?.text == "75" && model.form?.complaint == nil)
  }

  @Test func `a filter takes pasted text, and the line breaks of an unmarked one end it at most`()
    throws
  {
    var model = try funded(80, 24, keys: "2/")
    #expect(update(&model, .pasted("my\u{1b}\nproject\n")) == [])
    #expect(model.isFiltering && model.tools.list.filter == "my project")
    _ = update(&model, .pasted(String(repeating: "x", count: 5000)))
    #expect(model.tools.list.filter.count == 200)
    model = try funded(80, 24, keys: "2/")
    #expect(burst("foo\nquit\nz", &model) == [])
    #expect(model.tools.list.filter == "foo" && !model.isFiltering)
    #expect(says("Pasted text was ignored", model))
  }

  @Test(arguments: [(80, 24), (60, 15), (40, 10)])
  func `the sentences fit`(width: Int, height: Int) throws {
    var model = try funded(width, height)
    burst("some prose\n", &model)
    #expect(says("Pasted text was ignored", model))
    #expect(!says("…", model) || width < 60)
    model = try funded(width, height, keys: "t5")
    _ = effects(.enter, &model)
    burst("\n\n", &model)
    #expect(says("✗ Enter came too soon", model))
  }
}
