import ArgumentParser
import Pipeline

/// How a user's own files of comments are read.
struct CommentOptions: ParsableArguments {
  @Option(help: "Column or key of the text; default: text, comment, feedback or review, whichever is there.")
  var textColumn: String?

  @Option(help: "Column or key of the rating; default: rating, label, stars or score, whichever is there.")
  var ratingColumn: String?

  @Option(help: "Lowest and highest rating.")
  var ratingScale = "1-5"

  @Option(help: "Between two cells of a CSV file: one ASCII character, \\t for a tab.")
  var delimiter = ","

  func scale() throws(RunError) -> RatingScale {
    guard let scale = RatingScale(ratingScale) else {
      throw RunError(.usage, "--rating-scale is '\(ratingScale)': write the lowest and the highest: 1-5 or 0-10")
    }
    return scale
  }

  /// The comments of all files.
  ///
  /// - Throws: `noInput` and `data` with all mistakes of all files.
  func read(_ files: [String]) throws(RunError) -> [CommentRow] {
    let bytes = Array((delimiter == "\\t" ? "\t" : delimiter).utf8)
    guard bytes.count == 1, bytes[0] < 0x80, !"\"\r\n".utf8.contains(bytes[0]) else {
      throw RunError(.usage, "--delimiter is '\(delimiter)': give one ASCII character, or \\t for a tab")
    }
    var columns = CommentReader.Columns()
    if let textColumn { columns.text = [textColumn] }
    if let ratingColumn { columns.rating = [ratingColumn] }
    var reader = CommentReader(columns: columns, scale: try scale(), delimiter: bytes[0])
    for file in files { reader.read(file: file) }
    let issues = reader.judgedIssues
    try PipelineRun.check(issues)
    for issue in issues { StandardError.write("voc: \(issue); left out\n") }
    return reader.comments
  }
}
