/// What is fuzzed: each target reads any bytes, and nothing may trap, hang, or contradict itself.
///
/// The first bytes of an input choose options, the rest is the content (`FuzzInput`). libFuzzer feeds a target where the package
/// is built for it (`make fuzz`); the tests replay what it has found.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// The splitter against its slow twin and libcsv, at several sizes of chunks.
  case csvSplitter = "csv-splitter"
  /// Everything between an export and its fields, the repair of records included.
  case csvReader = "csv-reader"
  /// Dialects and encodings that are translated, against their slow twin.
  case translator
  /// Gzip and zstd.
  case compressed
  /// Masking, tokens, languages, sentiment.
  case text
  /// Lexicon files.
  case lexicon
  /// Pipeline files.
  case yaml
  /// Times and amounts.
  case values
  /// Whole Parquet files: footer, indexes, pages.
  case parquet
  /// The pages of one column within an intact file.
  case parquetPages = "parquet-pages"
  /// Thrift structures of Parquet, read and written back.
  case thrift

  /// Reads one input.
  ///
  /// - Throws: `FuzzFinding` where results contradict each other; errors of the input are none.
  package func run(_ bytes: [UInt8]) throws(FuzzFinding) {
    var input = FuzzInput(bytes)
    switch self {
    case .csvSplitter: try CSVFuzzing.split(&input)
    case .csvReader: try CSVFuzzing.read(&input)
    case .translator: try CSVFuzzing.translate(&input)
    case .compressed: try CSVFuzzing.decompress(&input)
    case .text: try TextFuzzing.understand(&input)
    case .lexicon: try TextFuzzing.compile(&input)
    case .yaml: try DefinitionFuzzing.define(&input)
    case .values: try DefinitionFuzzing.parse(&input)
    case .parquet: try ParquetFuzzing.readFile(&input)
    case .parquetPages: try ParquetFuzzing.readPages(&input)
    case .thrift: try ParquetFuzzing.readStructures(&input)
    }
  }
}

/// Two results that contradict each other.
package struct FuzzFinding: Error, CustomStringConvertible {
  /// What contradicts what.
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Throws where a condition does not hold.
func require(_ condition: Bool, _ what: @autoclosure () -> String) throws(FuzzFinding) {
  if !condition { throw FuzzFinding(what()) }
}
