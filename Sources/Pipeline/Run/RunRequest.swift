import CSV
public import Sentiment

/// What a run is asked to do besides its pipeline file.
public struct RunRequest: Sendable {
  /// The validated pipeline.
  public var definition: PipelineDefinition
  /// Hexadecimal SHA-256 of the pipeline file's bytes.
  public var definitionDigest: String
  /// Compiled lexicons.
  public var model: SentimentModel
  /// Further lexicons with their contents, for the manifest.
  public var lexicons: [LexiconFile]
  /// `YYYY-MM-DD`.
  public var runDate: RunDate
  /// Folder of the output.
  public var directory: String
  /// Workers, at least 1.
  public var workers: Int
  /// Seconds to wait for another run to leave the output.
  public var waitSeconds = 0
  /// Folder of the run that `change` compares with, or nil for the period before.
  public var previous: String?
  /// Bytes of memory that the run may hold; nil: half of what the process may use, and as much as it needs to work.
  ///
  /// No output depends on it.
  public var memoryBytes: Int?
  /// Bytes that the tables of purchases and keys may take; nil: what the memory leaves.
  ///
  /// No output depends on it.
  public var tableBytes: Int?
  /// Whether the time of every stage is measured.
  public var measuresTimings = false
  /// Bytes of a chunk; no output depends on it.
  public var chunkBytes = ReadLimits.defaultChunkBytes

  /// Makes a request.
  public init(
    definition: PipelineDefinition, definitionDigest: String, model: SentimentModel, lexicons: [LexiconFile],
    runDate: RunDate, directory: String, workers: Int
  ) {
    self.definition = definition
    self.definitionDigest = definitionDigest
    self.model = model
    self.lexicons = lexicons
    self.runDate = runDate
    self.directory = directory
    self.workers = workers
  }
}
