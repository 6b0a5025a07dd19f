import Buffers
/// Comments put together from the words of `OwnLexicon`, marks and fillers.
enum RandomComment {
  private static let pieces =
    OwnLexicon.words.map { $0.prefix { $0 != ";" }.filter { $0 != "=" } }
    + ["x", "y", "zz", "Good", "BAD", "GREAT", "goooood", "😀", "😡😡", "4/5", "0/10", "★★★★★", "x-good", "bad-bad"]
    + [",", ",", ".", ".", "!", "?", " - ", "\n", "...", ":)"]

  static func text(_ random: inout SplitMix64, without: Set<String> = []) -> String {
    let pieces = pieces.filter { !without.contains($0) }
    let count = Int.random(in: 0...16, using: &random)
    return (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: " ")
  }
}
