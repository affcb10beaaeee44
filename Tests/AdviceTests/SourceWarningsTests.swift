import Ledger
import Testing
import Values

@testable import Advice

/// Warnings about sources that concern no account.
@Suite struct SourceWarningsTests {
  private func messages(_ change: (inout SourceFacts) -> Void) -> [String] {
    var facts = SourceFacts()
    change(&facts)
    return SourceWarnings.of(
      facts, scope: .account("ada"), begun: [:], at: Instant(milliseconds: 0)
    ).map { "\($0.id.rawValue): \($0.message)" }
  }

  @Test func `good sources raise no warning`() {
    #expect(messages { $0.files = 9 } == [])
  }

  @Test func `a source that cannot be read is named with the reason`() {
    #expect(
      messages {
        $0.unreadable = ["/h/a", "/h/b"]
        $0.unreadableReason = "cannot be opened: Permission denied"
      } == ["sourceProblem: /h/a: cannot be opened: Permission denied; 1 more."])
  }

  @Test func `the action is the remedy that helps`() {
    func action(_ remedy: SourceProblem.Remedy) -> String? {
      var facts = SourceFacts()
      facts.unreadable = ["/h/a"]
      facts.unreadableRemedy = remedy
      let now = Instant(milliseconds: 0)
      return SourceWarnings.of(facts, scope: .everyAccount, begun: [:], at: now).first?.action
    }
    #expect(action(.allow) == "allow Fuelgauge to read it")
    #expect(action(.reduce) == "make it smaller or move it away")
    let actions = SourceProblem.Remedy.allCases.compactMap(action)
    #expect(Set(actions).count == SourceProblem.Remedy.allCases.count)
  }

  @Test func `the key opens the view that lists them`() {
    var facts = SourceFacts()
    (facts.badFiles, facts.badLines, facts.linesOfBadFiles) = (["/h/a"], 3, 200)
    let warning = SourceWarnings.of(
      facts, scope: .account("ada"), begun: [:], at: Instant(milliseconds: 0)
    ).first
    #expect(warning?.action == "see the checkup" && warning?.key == "6")
  }

  @Test func `a file without lines is reported with its reason`() {
    #expect(
      messages {
        $0.badFiles = ["/h/a"]
        ($0.badLines, $0.linesOfBadFiles) = (1, 1)
        $0.problems = [SourceProblem(path: "/h/a", line: nil, reason: "is UTF-16")]
      } == ["sourceProblem: /h/a: is UTF-16."])
  }

  @Test func `a file with many bad lines is named, and so is a model without a price`() {
    #expect(
      messages {
        $0.badFiles = ["/h/a"]
        ($0.badLines, $0.linesOfBadFiles) = (3, 200)
        $0.unpricedModels = ["claude-x", "claude-y"]
        $0.unpricedRequests = 1
      } == [
        "unpricedModel: 1 request of the last 7 days of claude-x and 1 more has no known price.",
        "sourceProblem: Cannot read 3 of 200 lines of /h/a.",
      ])
  }
}
