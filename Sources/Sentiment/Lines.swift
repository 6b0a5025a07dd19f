/// The lines of a table, whatever its line ends.
enum Lines {
  /// The lines in order, without LF or CR LF.
  ///
  /// Scalar by scalar: to `String`, CR LF is one character that no LF splits.
  static func split(_ content: String) -> [Substring] {
    content.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      Substring(line.last == "\r" ? line.dropLast() : line)
    }
  }
}
