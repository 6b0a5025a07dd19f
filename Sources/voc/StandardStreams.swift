import Buffers
import Glibc
import Pipeline

/// Where everything goes that is not data.
enum StandardError {
  /// Writes a message.
  ///
  /// A terminal would obey control characters of a file's name or header; they are written as `\u{1b}`.
  static func write(_ message: String) {
    var text = String.UnicodeScalarView()
    for scalar in message.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
      text.append(contentsOf: (isControl ? scalar.escaped(asASCII: true) : String(scalar)).unicodeScalars)
    }
    draw(String(text))
  }

  /// Writes what a terminal is to obey.
  static func draw(_ text: String) { _ = SystemCalls.write(Array(text.utf8).span, to: STDERR_FILENO) }
}

/// Where data goes.
enum StandardOutput {
  /// Writes all of it.
  ///
  /// - Throws: `io` where the stream fails.
  static func write(_ bytes: [UInt8]) throws(RunError) {
    guard SystemCalls.write(bytes.span, to: STDOUT_FILENO) == bytes.count else {
      throw RunError(.io, "standard output can't be written: \(String(cString: strerror(errno)))")
    }
  }

  static func write(_ text: String) throws(RunError) { try write(Array(text.utf8)) }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether the user has set NO_COLOR (no-color.org).
  static var isColourUnwanted: Bool { getenv("NO_COLOR").map { $0.pointee != 0 } ?? false }
}
