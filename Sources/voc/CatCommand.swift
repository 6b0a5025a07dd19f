import ArgumentParser
import Pipeline

/// `voc cat`: rows of Parquet files as text.
struct CatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cat",
    abstract: "Print rows of Parquet files as CSV or JSON Lines.",
    discussion: """
      Several files are printed one after the other and must have the same columns; of a folder all part-*.parquet \
      below it are taken. Times are UTC. In CSV null and an empty text are both an empty cell; JSON Lines tell them apart.

      Examples:
        voc cat out/run_date=2026-11-21/comments --limit 10
        voc cat out/run_date=2026-11-21/rejects --columns file,line,reason,message --format jsonl
        voc cat out/run_date=*/drivers/part-*.parquet > drivers.csv
      """)

  @Argument(help: ArgumentHelp("Parquet files, or folders that hold some.", valueName: "file"))
  var files: [String]

  @Option(help: "How rows are written: csv (RFC 4180, with a header) or jsonl (one object a line).")
  var format = RowText.Format.csv

  @Option(help: ArgumentHelp("Print at most so many rows; default: all.", valueName: "rows"))
  var limit: Int?

  @Option(help: ArgumentHelp("Print these columns, in this order; default: all.", valueName: "a,b"))
  var columns: String?

  func run() throws {
    if let limit, limit < 0 { throw RunError(.usage, "--limit is \(limit): give 0 or more rows") }
    let names = columns.map { $0.split(separator: ",").map(String.init) }
    let rows = try RowText(files: try ParquetFiles.find(files), columns: names)
    try rows.write(format, limit: limit ?? .max) { (piece) throws(RunError) in try StandardOutput.write(piece) }
  }
}

extension RowText.Format: ExpressibleByArgument {}
