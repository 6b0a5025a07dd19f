import ArgumentParser
import Foundation
import Glibc
import Logging

/// How a command reports on standard error.
struct ReportingOptions: ParsableArguments {
  enum LogFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
  enum ProgressChoice: String, ExpressibleByArgument, CaseIterable { case auto, bar, plain, none }

  @Flag(help: "Report errors alone.")
  var quiet = false

  @Flag(help: "Report details too.")
  var verbose = false

  @Option(help: "How messages are written: text or json (environment: VOC_LOG_FORMAT).")
  var logFormat: LogFormat?

  @Option(help: "Progress: auto (a bar on a terminal, else none), bar, plain lines, none.")
  var progress = ProgressChoice.auto

  /// Whether messages are written as JSON.
  var isJSON: Bool {
    let environment = ProcessInfo.processInfo.environment["VOC_LOG_FORMAT"].flatMap(LogFormat.init(rawValue:))
    return (logFormat ?? environment ?? .text) == .json
  }

  func logger() -> Logger {
    let isJSON = isJSON
    var logger = Logger(label: "voc") { _ in StandardErrorLog(isJSON: isJSON) }
    logger.logLevel = quiet ? .error : verbose ? .debug : .notice
    return logger
  }

  var progressMode: ProgressDisplay.Mode {
    switch progress {
    case .none: .none
    case .plain: .plain
    case .bar: .bar
    case .auto: quiet || isatty(STDERR_FILENO) == 0 ? .none : .bar
    }
  }
}

/// Writes log messages to standard error, as text or one JSON object a line.
struct StandardErrorLog: LogHandler {
  let isJSON: Bool
  var logLevel = Logger.Level.notice
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let message = event.message.description
    if isJSON {
      let object = ["level": event.level.rawValue, "message": message]
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      if let data = try? encoder.encode(object) { StandardError.write(String(decoding: data, as: UTF8.self) + "\n") }
    } else {
      let prefix = event.level >= .warning ? "voc: \(event.level.rawValue): " : "voc: "
      StandardError.write(prefix + message + "\n")
    }
  }
}
