import Ledger
import Values

/// The parts of an account's state.
extension AccountState {
  /// What was drawn from an account.
  package struct Drawn: Equatable, Sendable {
    /// Over the burn window, per hour.
    package var perHour = Money.zero
    /// Since midnight in the person's time zone, and since the start of the UTC month.
    package var today = Money.zero
    package var month = Money.zero
    /// Whether ``month`` starts from what claude.ai reports, by all programs; otherwise it is what was counted here.
    package var isReported = false
    /// What claude.ai drew within a day although every plan window had room; nil: nothing.
    package var despitePlan: Draw?
    /// By each tool that drew any, over the same periods as limits.
    package var byTool: [Tool: ToolDraws] = [:]
    /// The list value of all that each tool used, whoever paid, over the same periods in the account's currency; nil:
    /// there is no rate.
    package var usedByTool: [Tool: ToolDraws]?
    /// When money was last drawn; nil: never.
    package var last: Instant?
    /// Recent drawing, which warnings use.
    package var recent = RecentDraws()
  }

  /// What was drawn by some requests, and when the last of them was made.
  package struct Draw: Equatable, Sendable {
    package var amount: Money
    package var last: Instant

    /// Creates a draw from its parts.
    package init(amount: Money, last: Instant) {
      self.amount = amount
      self.last = last
    }
  }

  /// What claude.ai reported about an account.
  package struct Observed: Equatable, Sendable {
    /// The plan's windows, as last read.
    package var windows: [PlanWindow] = []
    /// What was drawn in the month; nil: there is no reading.
    package var spend: SpendReading?
    /// The state of online readings; nil: they are off, or none was tried yet.
    package var online: OnlineState?
    /// When claude.ai's own cap was last seen to rise; nil: never.
    package var capRaised: Instant?
    /// When claude.ai was found to keep the balance, if there has been no reading since; nil otherwise.
    package var keeperChanged: Instant?
  }

  /// Why an account's requests are refused.
  package struct Refused: Equatable, Sendable {
    /// The latest request refused because the balance was empty, while that refusal stands.
    package var forMoney: Rejection?
    /// Whether its cap refuses requests at present.
    package var isByCap = false
  }

  /// The outlook for an account, and the history it is based on.
  package struct Ahead: Equatable, Sendable {
    /// What was drawn in the past; nil: it was not asked for, or there is no history.
    package var history: DrawHistory?
    /// The same for each tool that has a limit.
    package var toolHistories: [Tool: DrawHistory] = [:]
    /// The expected course of the balance; nil: there is no history.
    package internal(set) var outlook: Outlook?
  }

  /// What was recently drawn from an account.
  package struct RecentDraws: Equatable, Sendable {
    /// Within 24 hours.
    package var day = Money.zero
    /// Within 7 days, and the time of the first charge in them; zero and nil if there is no monthly cap.
    package var week = Money.zero
    package var firstCharge: Instant?
    /// Within 30 days, by tools that accept an API key.
    package var monthByKeyTools = Money.zero
    /// When drawing began again after a day without any, if within the last hour; nil otherwise.
    package var drawBegan: Instant?
    /// How far the balance fell between the latest two readings; nil: there are not two.
    package var dropBetweenReadings: Money?

    /// Creates one in which nothing was drawn.
    package init() {}
  }

  /// What claude.ai says was drawn in a UTC month, by all programs.
  package struct SpendReading: Equatable, Sendable {
    package var used: Money
    package var asOf: Instant
    /// The same plus what was charged since, in the current month.
    package var usedByNow: Money

    /// Creates a reading after which nothing was charged.
    package init(used: Money, asOf: Instant) {
      self.used = used
      usedByNow = used
      self.asOf = asOf
    }
  }

  /// A moment at which money was added.
  package struct CreditMoment: Equatable, Sendable {
    package var time: Instant
    /// The balance right after it; nil: unknown.
    package var balance: Money?

    /// Creates a moment from its parts.
    package init(time: Instant, balance: Money?) {
      self.time = time
      self.balance = balance
    }
  }

  /// What a tool drew since midnight in the person's time zone, and since the start of the UTC month.
  package struct ToolDraws: Equatable, Sendable {
    package var today = Money.zero
    package var month = Money.zero

    /// Creates one in which nothing was drawn.
    package init() {}
  }
}
