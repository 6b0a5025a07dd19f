import Buffers
import Columnar

/// Compares the bytes that `quality` counts of each input file with the places of its `rejects` and with the manifest.
///
/// Every byte of a file is of its header, of one record or of a line end; a reject says which bytes are its own.
struct ByteReconciliation: Sendable {
  /// What does not agree, one sentence each.
  private(set) var disagreements: [String] = []
  /// Rows of `quality`.
  private(set) var fileCount = 0
  /// Bytes of all files.
  private(set) var bytes: Int64 = 0

  /// Input, source and file.
  private typealias FileName = [String]

  /// The rejects of a file so far.
  private struct Rejects {
    var count: Int64 = 0
    var bytes: Int64 = 0
    var end: Int64 = 0
    var overlaps: Int64 = 0
  }

  private static let names = ["input", "source", "file"]
  private static let places = ["byte_offset", "byte_length"]
  private static let counts = [
    "bytes", "header_bytes", "record_bytes", "line_end_bytes", "rejected_bytes", "n_records", "n_accepted",
    "n_rejected",
  ]

  private var rejects: [FileName: Rejects] = [:]
  /// Sums of `counts`, and rows, by file.
  private var quality: [FileName: [Int64]] = [:]
  private var rows: [FileName: Int] = [:]

  /// Takes rows of `rejects`, which are in the order of each file.
  mutating func takeRejects(_ batch: RecordBatch) {
    guard let names = Self.columns(Self.names, .string, of: batch),
      let places = Self.columns(Self.places, .int64, of: batch)
    else { return report("rejects: it lacks one of the columns \((Self.names + Self.places).joined(separator: ", "))") }
    for row in 0..<batch.rowCount {
      let file = Self.texts(batch, names, row)
      let offset = batch.columns[places[0]].int64[row]
      let length = batch.columns[places[1]].int64[row]
      var found = rejects[file] ?? Rejects()
      // A damaged table may hold any number, so sums wrap.
      if offset < found.end || length < 0 { found.overlaps += 1 }
      found.count += 1
      found.bytes &+= length
      found.end = max(found.end, offset &+ length)
      rejects[file] = found
    }
  }

  /// Takes rows of `quality`.
  mutating func takeQuality(_ batch: RecordBatch) {
    guard let names = Self.columns(Self.names, .string, of: batch),
      let counts = Self.columns(Self.counts, .int64, of: batch)
    else { return report("quality: it lacks one of the columns \((Self.names + Self.counts).joined(separator: ", "))") }
    for row in 0..<batch.rowCount {
      let file = Self.texts(batch, names, row)
      let values = counts.map { batch.columns[$0].int64[row] }
      fileCount += 1
      bytes &+= values[0]
      if values[0] != values[1] &+ values[2] &+ values[3] {
        report(
          "\(Self.name(file)): quality says \(values[0]) bytes, and \(values[1]) of the header, \(values[2]) of records, "
            + "\(values[3]) of line ends")
      }
      let sums = quality[file] ?? Array(repeating: 0, count: values.count)
      quality[file] = zip(sums, values).map { $0 &+ $1 }
      rows[file, default: 0] += 1
    }
  }

  /// Compares what was taken, in the order of the manifest.
  mutating func finish(_ manifest: Manifest) {
    if fileCount != manifest.inputs.count {
      report("quality: it has \(fileCount) rows, the manifest \(manifest.inputs.count) inputs")
    }
    var compared: Set<FileName> = []
    for input in manifest.inputs where compared.insert([input.input, input.source, input.file]).inserted {
      compare([input.input, input.source, input.file], manifest)
    }
  }

  private mutating func compare(_ file: FileName, _ manifest: Manifest) {
    let name = Self.name(file)
    guard let counts = quality[file] else { return report("\(name): quality has no row of it") }
    let found = rejects[file] ?? Rejects()
    if found.bytes != counts[4] || found.count != counts[7] {
      report(
        "\(name): quality says \(counts[7]) rejects of \(counts[4]) bytes; rejects has \(found.count) of \(found.bytes) "
          + "bytes")
    }
    // Files that tables call by one name have places of their own each.
    if rows[file] == 1, found.overlaps > 0 || found.end > counts[0] {
      report("\(name): \(found.overlaps) rejects begin within the one before, or one ends beyond byte \(counts[0])")
    }
    var listed: [Int64] = [0, 0, 0]
    for input in manifest.inputs where [input.input, input.source, input.file] == file {
      listed = [listed[0] &+ input.records, listed[1] &+ input.accepted, listed[2] &+ input.rejected]
    }
    if listed != Array(counts[5...]) {
      report(
        "\(name): quality says \(counts[5]) records, \(counts[6]) accepted, \(counts[7]) rejected; the manifest says "
          + "\(listed[0]), \(listed[1]), \(listed[2])")
    }
  }

  private mutating func report(_ text: String) { disagreements.append(text) }

  private static func name(_ file: FileName) -> String { "\(file[0]), source \(file[1]), file \(file[2])" }

  private static func columns(_ names: [String], _ type: ColumnType, of batch: RecordBatch) -> [Int]? {
    let found = names.compactMap { batch.schema.index(of: $0) }.filter { batch.columns[$0].type == type }
    return found.count == names.count ? found : nil
  }

  private static func texts(_ batch: RecordBatch, _ columns: [Int], _ row: Int) -> FileName {
    columns.map { index in
      let strings = batch.columns[index].strings
      return String(decoding: strings.copy(row), as: UTF8.self)
    }
  }
}
