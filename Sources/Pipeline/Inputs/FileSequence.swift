import Buffers
import CSV

/// A chunk of one of the run's files.
struct InputChunk: Sendable {
  /// Number of the file in the plan.
  var file: Int
  var chunk: Chunk
  /// Comments that an earlier reading has found in it; nil where there was none.
  var expectedRows: Int?
  /// What the purchases say of its comments, where they were joined before.
  var joined: JoinedComments?

  init(file: Int, chunk: Chunk) {
    self.file = file
    self.chunk = chunk
  }
}

/// The chunks of several files, one file after the other: the serial part of reading.
struct FileSequence: ChunkSource, ~Copyable, @unchecked Sendable {
  // Unchecked: decompressors hold pointers of their own; `OrderedRun` lets one worker at a time in.
  private let files: [PlannedFile]
  private let formats: [InputFormat]
  private let limits: ReadLimits
  private let progress: Progress
  private(set) var clock: StageClock
  private var opened = 0
  /// Of each file that has been read to its end: its decompressed bytes, those of the header, those of empty lines in no chunk.
  private(set) var bytesByFile: [(all: Int, header: Int, empty: Int)]
  private var reader: ChunkReader?
  private let digests: InputDigests
  /// The number of the first file among all inputs.
  private let firstFile: Int
  /// Of the file that is read; nil where it is known.
  private var digest: FileDigest?

  /// - Parameters:
  ///   - digests: of all inputs.
  ///   - firstFile: the number of the first file among all inputs.
  init(
    _ files: [PlannedFile], formats: [InputFormat], limits: ReadLimits, progress: Progress, digests: InputDigests,
    firstFile: Int, clock: StageClock
  ) {
    self.files = files
    self.digests = digests
    self.firstFile = firstFile
    self.formats = formats
    self.limits = limits
    self.progress = progress
    self.clock = clock
    reader = nil
    bytesByFile = Array(repeating: (0, 0, 0), count: files.count)
  }

  mutating func next() throws(RunError) -> InputChunk? {
    clock.start()
    do throws(ReadError) {
      while true {
        if reader != nil {
          if let chunk = try reader?.next() {
            progress.add(bytes: chunk.bytes.count, records: chunk.records.count)
            clock.lap(.split, rows: chunk.records.count, bytes: chunk.bytes.count)
            return InputChunk(file: opened - 1, chunk: chunk)
          }
          bytesByFile[opened - 1] = (
            reader?.byteCount ?? 0, reader?.headerByteCount ?? 0, reader?.emptyByteCount ?? 0
          )
          if let digest { digests.end(firstFile + opened - 1, digest) }
          takeReadTime()
          reader = nil
        }
        guard opened < files.count else { return nil }
        let file = files[opened]
        opened += 1
        let format = formats[file.source]
        digest = digests.begin(firstFile + opened - 1)
        reader = try ChunkReader(
          ByteSource(path: file.file.path, expecting: file.identity, observer: digest?.observer),
          dialect: format.dialect.resolve(),
          limits: ReadLimits(chunkBytes: limits.chunkBytes, maximumRecordBytes: format.maximumRecordBytes))
        if clock.isOn { reader?.readClock = LapClock(.threadCPU) }
      }
    } catch { throw RunError(error) }
  }

  /// Reading was measured as part of cutting, and digests as part of reading.
  private mutating func takeReadTime() {
    guard clock.isOn, let reader = reader.take() else { return }
    let digesting = digest?.nanoseconds ?? 0
    clock.move(digesting, from: .split, to: .digests)
    clock.move(max(0, reader.readClock.nanoseconds(0) - digesting), from: .split, to: .read)
    clock.count(.read, bytes: reader.rawByteCount)
    if digest != nil { clock.count(.digests, bytes: reader.rawByteCount) }
  }
}
