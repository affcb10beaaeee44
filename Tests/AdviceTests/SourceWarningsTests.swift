import Ledger
import Testing
import Values

@testable import Advice

/// What is told of sources beside any account.
@Suite struct SourceWarningsTests {
  private func messages(_ change: (inout SourceFacts) -> Void) -> [String] {
    var facts = SourceFacts()
    change(&facts)
    return SourceWarnings.of(
      facts, scope: .account("ada"), begun: [:], at: Instant(milliseconds: 0)
    ).map { "\($0.id.rawValue): \($0.message)" }
  }

  @Test func `nothing is told of good sources`() {
    #expect(messages { $0.files = 9 } == [])
  }

  @Test func `a source that cannot be read is named with the reason`() {
    #expect(
      messages {
        $0.unreadable = ["/h/a", "/h/b"]
        $0.unreadableReason = "cannot be opened: Permission denied"
      } == ["sourceProblem: /h/a: cannot be opened: Permission denied; 1 more."])
  }

  @Test func `what to do about it is what helps`() {
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

  @Test func `their key is the one that shows them`() {
    var facts = SourceFacts()
    (facts.badFiles, facts.badLines, facts.linesOfBadFiles) = (["/h/a"], 3, 200)
    let warning = SourceWarnings.of(
      facts, scope: .account("ada"), begun: [:], at: Instant(milliseconds: 0)
    ).first
    #expect(warning?.action == "see the checkup" && warning?.key == "6")
  }

  @Test func `what has no lines is told with its reason`() {
    #expect(
      messages {
        $0.badFiles = ["/h/a"]
        ($0.badLines, $0.linesOfBadFiles) = (1, 1)
        $0.problems = [SourceProblem(path: "/h/a", line: nil, reason: "is UTF-16")]
      } == ["sourceProblem: /h/a: is UTF-16."])
  }

  @Test func `so is one with many bad lines, and a model without a price`() {
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
