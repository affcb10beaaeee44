/// A command's end that is not success: what to print and the status to exit with.
struct Failure: Error {
  /// Exit statuses that scripts rely on, after BSD's sysexits where one fits.
  enum Status: Int32 {
    /// A warning is on, or a check failed.
    case attention = 1
    /// Tools are being rejected.
    case rejected = 2
    /// The command line is wrong.
    case usage = 64
    /// The input is wrong.
    case badData = 65
    /// A fault of the program's own.
    case `internal` = 70
    /// The store or a file cannot be used.
    case file = 74
  }

  var status: Status
  /// Sentences for standard error; empty: everything has been said.
  var message: String
}
