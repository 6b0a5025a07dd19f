import CSV

/// A chunk of one of the run's files.
struct InputChunk: Sendable {
  /// Number of the file in the plan.
  var file: Int
  var chunk: Chunk
}

/// The chunks of several files, one file after the other: the serial part of reading.
struct FileSequence: ChunkSource, ~Copyable, @unchecked Sendable {
  // Unchecked: decompressors hold pointers of their own; `OrderedRun` lets one worker at a time in.
  private let files: [PlannedFile]
  private let formats: [InputFormat]
  private let limits: ReadLimits
  private let progress: Progress
  private var opened = 0
  /// Of each file that has been read to its end: its decompressed bytes, those of the header, those of empty lines in no chunk.
  private(set) var bytesByFile: [(all: Int, header: Int, empty: Int)]
  private var reader: ChunkReader?

  init(_ files: [PlannedFile], formats: [InputFormat], limits: ReadLimits, progress: Progress) {
    self.files = files
    self.formats = formats
    self.limits = limits
    self.progress = progress
    reader = nil
    bytesByFile = Array(repeating: (0, 0, 0), count: files.count)
  }

  mutating func next() throws(RunError) -> InputChunk? {
    do throws(ReadError) {
      while true {
        if reader != nil {
          if let chunk = try reader?.next() {
            progress.add(bytes: chunk.bytes.count, records: chunk.records.count)
            return InputChunk(file: opened - 1, chunk: chunk)
          }
          bytesByFile[opened - 1] = (
            reader?.byteCount ?? 0, reader?.headerByteCount ?? 0, reader?.emptyByteCount ?? 0
          )
          reader = nil
        }
        guard opened < files.count else { return nil }
        let file = files[opened]
        opened += 1
        let format = formats[file.source]
        reader = try ChunkReader(
          ByteSource(path: file.file.path, expecting: file.identity), dialect: format.dialect.resolve(),
          limits: ReadLimits(chunkBytes: limits.chunkBytes, maximumRecordBytes: format.maximumRecordBytes))
      }
    } catch { throw RunError(error) }
  }
}
