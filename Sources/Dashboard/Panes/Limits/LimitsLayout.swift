import Advice
import Canvas

/// Positions of the parts of the Limits view.
struct LimitsLayout {
  let reload, limits, pending: Rect

  /// - Parameter state: the account shown, if any.
  init(_ rect: Rect, _ state: AccountState?) {
    let pending = state?.pending.count ?? 0
    let isLow = rect.height < 19
    let (top, below) = rect.splitTop(isLow ? 4 : 5)
    reload = top
    let wanted = pending == 0 ? 0 : pending + 2
    // Heading, frame and two limits stay visible.
    let most = max(0, below.height - (isLow ? 5 : 6))
    let (lower, upper) = below.splitBottom(wanted > 0 && most >= 3 ? min(wanted, most) : 0)
    (limits, self.pending) = (upper, lower)
  }
}
