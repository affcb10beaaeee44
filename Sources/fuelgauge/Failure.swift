/// Ends a command with a message and an exit status.
struct Failure: Error {
  /// Exit statuses that scripts rely on, taken from BSD's sysexits where one fits.
  enum Status: Int32 {
    /// A warning is on, or a check failed.
    case attention = 1
    /// Tools are being refused.
    case rejected = 2
    /// A guard says stop.
    case stop = 3
    /// The command line is wrong.
    case usage = 64
    /// The input is wrong.
    case badData = 65
    /// A bug in the program.
    case `internal` = 70
    /// The store or a file cannot be used.
    case file = 74
  }

  var status: Status
  /// A message for standard error; empty to print nothing.
  var message: String
}
