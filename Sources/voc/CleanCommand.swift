import ArgumentParser
import CSV
import Foundation
import Pipeline

/// `voc clean`: any CSV file to RFC 4180 in UTF-8.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Turn a messy CSV file into RFC 4180 CSV in UTF-8 with the same cells.",
    discussion: """
      Reads plain, gzip and zstd files. A damaged record is rejected and costs no other; OUT appears when it is complete. \
      Exit status: 0 done; 2 done, some records rejected.

      Examples:
        voc clean export.csv clean.csv --delimiter ';' --encoding windows-1251 --rejects rejects.csv
        voc clean dump.txt - --delimiter '||' --escape '\\' --skip 3 --lenient > clean.csv
        zcat export.gz | voc clean - clean.csv --delimiter '\\t' --encoding utf-16
      """)

  @Argument(help: ArgumentHelp("The file to read; '-': standard input.", valueName: "in"))
  var input: String

  @Argument(help: ArgumentHelp("The file to write; '-': standard output.", valueName: "out"))
  var output: String

  @Option(help: ArgumentHelp("What parts fields: one character or several; \\t is a tab.", valueName: "S"))
  var delimiter = ","

  @Option(help: ArgumentHelp("What is around quoted fields; '' where nothing is quoted.", valueName: "C"))
  var quote = "\""

  @Option(
    help: ArgumentHelp("What stands before a quote that is text; default: the quote, doubled.", valueName: "C"))
  var escape: String?

  @Option(help: ArgumentHelp("What ends a record; default: LF, CR or CRLF, each wherever it comes.", valueName: "S"))
  var recordEnd: String?

  @Option(help: ArgumentHelp("The input's encoding: any that iconv knows.", valueName: "E"))
  var encoding = "utf-8"

  @Option(help: ArgumentHelp("Lines to leave out before the header.", valueName: "LINES"))
  var skip = 0

  @Option(
    help: ArgumentHelp(
      "Records that are the header; all are written first. 0: columns are called column_1, column_2, …", valueName: "N")
  )
  var headerLines = 1

  @Flag(help: "Make one header record of several: the cells of a column, joined by blanks.")
  var joinHeader = false

  @Option(help: ArgumentHelp("Write rejected records here, as CSV with place and reason.", valueName: "FILE"))
  var rejects: String?

  @Flag(help: "Keep records of another number of fields and NUL bytes; make text of stray quotes.")
  var lenient = false

  @Flag(help: "Turn back UTF-8 that was read with a wrong encoding, such as Ð¿Ñ€Ð¸Ð²ÐµÑ‚.")
  var repairMojibake = false

  @Option(help: ArgumentHelp("Longest record, such as 64K; default: 1M.", valueName: "SIZE"))
  var maximumRecordBytes: String?

  @Option(help: "Workers, 1 to 1024; default: the processors that may be used.")
  var workers: Int?

  @Option(help: .hidden)
  var chunkBytes = ReadLimits.defaultChunkBytes

  @Flag(help: "Report errors alone.")
  var quiet = false

  func run() throws {
    let interruption = VOC.listenForSignals()
    let summary = try Cleaning.run(try request()) { interruption.error }
    if !quiet {
      for line in summary.lines(input: input == "-" ? "standard input" : input) {
        StandardError.write("voc: \(line)\n")
      }
    }
    if summary.exitStatus != 0 { Foundation.exit(summary.exitStatus) }
  }

  private func request() throws(RunError) -> CleanRequest {
    var request = CleanRequest(input: input, output: output)
    request.dialect = DialectDescription(
      delimiter: DialectDescription.unescaped(delimiter), quote: DialectDescription.unescaped(quote),
      escape: escape.map { DialectDescription.unescaped($0) },
      recordEnd: recordEnd.map { DialectDescription.unescaped($0) }, encoding: encoding,
      skippedLines: try number("--skip", skip, DefinitionBounds.skippedLines),
      headerLines: try number("--header-lines", headerLines, DefinitionBounds.headerLines))
    request.rejects = rejects
    request.isLenient = lenient
    request.repairsMojibake = repairMojibake
    request.joinsHeader = joinHeader
    if let maximumRecordBytes {
      guard let bytes = ByteCount.bytes(in: maximumRecordBytes), DefinitionBounds.maximumRecordBytes.contains(bytes)
      else {
        throw RunError(
          .usage, "--maximum-record-bytes is '\(maximumRecordBytes)': give a size up to 1G, such as 65536 or 64K")
      }
      request.maximumRecordBytes = bytes
    }
    request.workers = try number("--workers", workers ?? Processors.available, 1...RunCommand.maximumWorkers)
    request.chunkBytes = chunkBytes
    return request
  }

  private func number(_ option: String, _ value: Int, _ bounds: ClosedRange<Int>) throws(RunError) -> Int {
    guard bounds.contains(value) else {
      throw RunError(.usage, "\(option) is \(value): give a number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return value
  }
}
