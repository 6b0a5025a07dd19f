internal import Buffers

/// A lexicon file as read: its name and its bytes, in which entries keep their places.
///
/// A class: thousands of entries hold on to one file.
final class LexiconSource: Sendable {
  /// As the user named it.
  let name: String
  /// UTF-8.
  let bytes: [UInt8]

  init(name: String, content: String) {
    self.name = name
    bytes = Array(content.utf8)
  }

  func text(_ range: Range<UInt32>) -> String {
    String(decoding: bytes[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
  }

  /// The place of the line that begins at `start`, without its LF or CR LF, and where the next one begins; nil behind the last.
  func line(at start: Int) -> (place: Range<Int>, next: Int)? {
    let bytes = bytes
    guard start <= bytes.count else { return nil }
    let end = bytes.span.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? bytes.count
    let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
    return (start..<(hasReturn ? end - 1 : end), end + 1)
  }
}
