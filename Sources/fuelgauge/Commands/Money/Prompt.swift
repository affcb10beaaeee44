import Foundation
import Values

/// Asks the user at the terminal.
struct Prompt {
  /// - Parameter remedy: what to do if there is nobody to ask.
  /// - Throws: ``Failure`` if input or output is not a terminal.
  init(instead remedy: String) throws {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw Failure(
        status: .usage, message: "there is no terminal to ask on, so nothing was changed; \(remedy)"
      )
    }
  }

  /// Whether the answer is yes; anything else, or no answer, means no.
  func agrees(to question: String) throws -> Bool {
    let answer = try ask("\(question) [y/N] ").lowercased()
    return answer == "y" || answer == "yes"
  }

  /// Whether the user types the same amount again.
  func repeats(_ amount: Money, decimals: Int) throws -> Bool {
    let answer = try ask("That is a lot. Type the amount again: ")
    return (try? Amount.read(answer, decimals: decimals)) == amount
  }

  private func ask(_ question: String) throws -> String {
    // Input typed or pasted before the question is not an answer to it.
    tcflush(STDIN_FILENO, TCIFLUSH)
    try StandardOutput.print(question, terminator: "")
    return (readLine() ?? "").trimmingCharacters(in: .whitespaces)
  }
}
