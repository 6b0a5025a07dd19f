import CSV

/// The lines of a text file that a user named: plain, gzip or zstd, UTF-8, whatever its line ends.
struct InputLines {
  /// One line that is not empty.
  struct Line {
    /// From 1.
    var number: Int
    /// Without its line end.
    var text: Substring
  }

  /// In the order of the file.
  private(set) var lines: [Line] = []

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
  /// 4 MiB a read: labelled files are seldom longer.
  private static let blockBytes = 4 << 20

  /// Reads a whole file; nil where it can't be.
  ///
  /// What is wrong, lines that are not UTF-8 too, goes to `issues`.
  init?(file: String, issues: inout [DefinitionIssue]) {
    var bytes: [UInt8] = []
    do throws(ReadError) {
      var source = try ByteSource(path: file)
      var asked = 0
      repeat {
        asked += Self.blockBytes
        try source.read(into: &bytes, upTo: asked)
      } while bytes.count == asked
    } catch {
      issues.append(DefinitionIssue(kind: DefinitionIssue.Kind(error.kind), file: file, message: error.message))
      return nil
    }
    self.init(bytes: bytes, file: file, issues: &issues)
  }

  /// Cuts the content of a file.
  init(bytes: [UInt8], file: String, issues: inout [DefinitionIssue]) {
    let content = bytes.starts(with: Self.byteOrderMark) ? bytes.dropFirst(Self.byteOrderMark.count) : bytes[...]
    for (index, line) in content.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 0x0d ? line.dropLast() : line
      guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      guard let text = String(validating: line, as: UTF8.self) else {
        issues.append(
          DefinitionIssue(
            kind: .input, file: file, line: index + 1,
            message: "not UTF-8: convert the file first, for example iconv -f windows-1252 -t utf-8"))
        continue
      }
      lines.append(Line(number: index + 1, text: Substring(text)))
    }
  }

  /// Whether the file is JSON Lines: its first line begins an object.
  var isJSON: Bool { lines.first?.text.first { $0 != " " && $0 != "\t" } == "{" }
}
