import Canvas

/// A failure found by a case.
struct FuzzFailure: Sendable, CustomStringConvertible {
  let target: FuzzTarget
  let seed: UInt64
  /// What broke, in the same words for every case with this failure.
  let signature: String
  /// The case's folder.
  let folder: String
  /// The command, quoted for a shell.
  let command: String
  /// The first lines of output.
  let printed: String

  var description: String {
    let lines = [
      "FAILED \(target.rawValue), seed \(seed): \(signature)", "  case     \(folder)",
      "  command  \(command)",
      "  again    fuelgauge-bench fuzz \(target.rawValue) --seed \(seed) --cases 1",
    ]
    let output = printed.split(separator: "\n").prefix(6).map {
      "  | " + String(SafeText.clean(String($0)).prefix(300))
    }
    return (lines + output).joined(separator: "\n")
  }
}
