import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing
import Values

/// The keys: which there are in each view, when they can be used, and what is said where they cannot.
@Suite struct ActionTests {
  @Test func `no two actions share a key in any view`() {
    for view in ViewID.allCases {
      let keys = Action.all(in: view).flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func `the help names every key`() throws {
    for shown in ViewID.allCases {
      let model = try dashboard(100, 60) { model in
        model.view = shown
        press("?", &model)
      }
      let screen = view(model).canvas
      for action in Action.all(in: shown) where !action.help.isEmpty {
        #expect(screen.lines.contains { $0.contains(action.help) && $0.contains(action.keyText) })
      }
    }
  }

  /// Dashboards in which some keys can be used and some cannot.
  private func states() throws -> [DashboardModel] {
    [
      try dashboard(300, 60), try dashboard(300, 60, nothing), try dashboard(300, 60, live),
      try funded(300, 60) { now in [account(at: now)] },
      try funded(300, 60) { now in
        [
          account(authority: .claude, at: now) { state in
            state.addPending(at: now)
            state.undoable = Undoable(
              entry: 5, kind: .topUp, time: now, amount: cents(2500), needsCounterEntry: false,
              balanceAfter: cents(1627))
          }
        ]
      },
    ]
  }

  @Test func `the key bar offers no key that then refuses, and a key that is left out says why`()
    throws
  {
    var refused: Set<String> = []
    for state in try states() {
      for shown in ViewID.allCases {
        var model = state
        model.view = shown
        let bar = view(model).canvas.lines.last ?? ""
        for action in Action.all(in: shown) where !action.label.isEmpty {
          let text = "\(action.keyText) \(action.label)"
          guard let reason = action.whyNot(model), let key = action.keys.first else {
            #expect(bar.contains(text), "\(text) in \(shown): \(bar)")
            continue
          }
          #expect(!bar.contains(text), "\(text) in \(shown)")
          var pressed = model
          #expect(update(&pressed, .keyPressed(key)).allSatisfy { $0 == .readSnapshot })
          #expect(pressed.form == nil && pressed.note?.texts == [reason], "\(text) in \(shown)")
          refused.insert(text)
        }
      }
    }
    #expect(refused.isSuperset(of: ["t top up", "b balance", "u undo", "z snooze", "e export"]))
  }

  @Test func `the help begins with the view's own keys, and says why a key cannot be used`() throws
  {
    for (key, first) in [("1", "Enter"), ("2", "← h"), ("3", "← h"), ("6", "Enter")] {
      let model = try dashboard(100, 40) { model in
        live(&model)
        press(key + "?", &model)
      }
      let lines = view(model).canvas.lines
      #expect(lines[2].contains("In \(model.view.title)"))
      #expect(lines[3].contains(first))
      #expect(
        lines.contains {
          $0.contains("Undo the last money action. Not now: no balance is known yet")
        })
    }
  }
}
