import ArgumentParser
import Foundation
import Glibc
import Pipeline

/// `voc inspect`: what the footers of Parquet files say.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show schema, rows, row groups, encodings, sizes, statistics and metadata of Parquet files.",
    discussion: """
      Only footers are read. Long bounds are cut to the width of the terminal (COLUMNS, else 100 characters when piped); \
      JSON has them as the file does. Bounds that the file itself holds shortened end in … here and are not is_exact there.

      Examples:
        voc inspect out/run_date=2026-11-21/comments/part-00000.parquet
        voc inspect out/run_date=2026-11-21
        voc inspect --format json drivers.parquet | jq '.[0].columns[] | {name, type, nulls}'
      """)

  /// How files are shown.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @Argument(help: ArgumentHelp("Parquet files, or folders that hold some.", valueName: "file"))
  var files: [String]

  @Option(help: "text for people; json for programs: an array with one object for each file.")
  var format = Format.text

  func run() throws {
    var inspections: [FileInspection] = []
    for file in try ParquetFiles.find(files) { inspections.append(try FileInspection(file: file)) }
    switch format {
    case .json: try StandardOutput.write(try FileInspection.json(inspections))
    case .text:
      let width = Self.terminalWidth ?? FileInspection.defaultWidth
      try StandardOutput.write(inspections.map { $0.text(width: width) }.joined(separator: "\n"))
    }
  }

  /// Characters in a line of the terminal; nil where none is known.
  private static var terminalWidth: Int? {
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init), columns > 0 { return columns }
    var size = winsize()
    // `size` is valid for the call, and this request fills a `winsize`.
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
