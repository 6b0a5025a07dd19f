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
  static func draw(_ text: String) { _ = Bytes.write(Array(text.utf8), to: STDERR_FILENO) }
}

/// Where data goes.
enum StandardOutput {
  /// Writes all of it.
  ///
  /// - Throws: `io` where the stream fails.
  static func write(_ bytes: [UInt8]) throws(RunError) {
    if let number = Bytes.write(bytes, to: STDOUT_FILENO) {
      throw RunError(.io, "standard output can't be written: \(String(cString: strerror(number)))")
    }
  }

  static func write(_ text: String) throws(RunError) { try write(Array(text.utf8)) }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether the user has set NO_COLOR (no-color.org).
  static var isColourUnwanted: Bool { getenv("NO_COLOR").map { $0.pointee != 0 } ?? false }
}

private enum Bytes {
  /// Nil when all is written, else the number of the error.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return errno }
      done += written
    }
    return nil
  }
}
