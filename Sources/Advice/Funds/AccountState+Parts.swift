import Ledger
import Values

/// What an account's state is made of.
extension AccountState {
  /// What was drawn from an account.
  package struct Drawn: Equatable, Sendable {
    /// Over the burn window, per hour.
    package var perHour = Money.zero
    /// Since midnight of the person's day, and since the first of the UTC month.
    package var today = Money.zero
    package var month = Money.zero
    /// By each tool that drew any, over the same stretches as a limit is counted over.
    package var byTool: [Tool: ToolDraws] = [:]
    /// When money was last drawn; nil: never.
    package var last: Instant?
    /// Lately, for what is to come.
    package var recent = RecentDraws()
  }

  /// What claude.ai has told of an account.
  package struct Observed: Equatable, Sendable {
    /// The plan's windows, as they were read last.
    package var windows: [PlanWindow] = []
    /// What was drawn in the month; nil: nothing was read.
    package var spend: SpendReading?
    /// What became of asking; nil: nobody has turned that on, or it was not asked yet.
    package var online: OnlineState?
    /// When its own cap was last seen to be higher than before; nil: never.
    package var capRaised: Instant?
    /// When it became known to keep the balance, if that has not been read since; nil: nothing of the kind.
    package var keeperChanged: Instant?
  }

  /// What requests of an account are refused for.
  package struct Refused: Equatable, Sendable {
    /// The latest request that was refused because the balance was empty, as long as that stands.
    package var forMoney: Rejection?
    /// Whether its cap refuses them at present.
    package var isByCap = false
  }

  /// What is to come of an account, by what was.
  package struct Ahead: Equatable, Sendable {
    /// What was drawn in the past; nil: it was not asked for, or there is nothing to go by.
    package var history: DrawHistory?
    /// The same of tools that have a limit.
    package var toolHistories: [Tool: DrawHistory] = [:]
    /// What becomes of the balance; nil: nothing tells.
    package internal(set) var outlook: Outlook?
  }

  /// What was drawn from an account lately.
  package struct RecentDraws: Equatable, Sendable {
    /// Within 24 hours.
    package var day = Money.zero
    /// Within 7 days, and since when there were charges if that is less.
    package var week = Money.zero
    package var firstCharge: Instant?
    /// Within 30 days, by tools that take an API key.
    package var monthByKeyTools = Money.zero
    /// When drawing began after a day without; nil: it has not within an hour.
    package var drawBegan: Instant?
    /// What was gone between the latest two readings, as both showed it; nil: there are none.
    package var dropBetweenReadings: Money?

    /// Nothing.
    package init() {}
  }

  /// What claude.ai says has been drawn in a UTC month, by every program.
  package struct SpendReading: Equatable, Sendable {
    package var used: Money
    package var asOf: Instant
    /// The same with what was charged since, in the running month.
    package var usedByNow: Money

    /// A reading of its parts, after which nothing was charged.
    package init(used: Money, asOf: Instant) {
      self.used = used
      usedByNow = used
      self.asOf = asOf
    }
  }

  /// A moment at which money came.
  package struct CreditMoment: Equatable, Sendable {
    package var time: Instant
    /// Nil: it was not known.
    package var balance: Money?

    /// A moment of its parts.
    package init(time: Instant, balance: Money?) {
      self.time = time
      self.balance = balance
    }
  }

  /// What a tool drew since midnight of the person's day, and since the first of the UTC month.
  package struct ToolDraws: Equatable, Sendable {
    package var today = Money.zero
    package var month = Money.zero

    /// Nothing.
    package init() {}
  }
}
