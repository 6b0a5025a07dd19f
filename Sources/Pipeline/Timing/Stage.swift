import Buffers

/// What the CPU of a run is spent on, in the order of a comment's way.
public enum Stage: Int, CaseIterable, Sendable {
  /// Bytes read and decompressed.
  case read
  /// Chunks cut at record ends.
  case split
  /// libcsv, encodings, ids and times.
  case parse
  /// Order lines gathered into purchases.
  case gather
  /// Comments joined to purchases.
  case match
  case tokens
  case language
  /// Words looked up in the lexicons, new ones stemmed.
  case stems
  case score
  /// Rows laid out in columns.
  case rows
  /// Keys admitted, rows cut into groups.
  case admit
  case cells
  case encode
  case compress
  case write
  /// Parts written aside and read again where memory is short.
  case spill
  /// Cells merged and laid out, `purchase_cells`, `quality`.
  case tables
  /// SHA-256 of the inputs.
  case digests

  /// The name in reports.
  public var name: String { "\(self)" }
}

/// The CPU of one worker, source or sink by stages, with the rows and bytes that went through.
struct StageClock: Sendable {
  private var clock: LapClock
  private(set) var rows = [Int64](repeating: 0, count: Stage.allCases.count)
  private(set) var bytes = [Int64](repeating: 0, count: Stage.allCases.count)

  init(isOn: Bool) { clock = LapClock(isOn ? .threadCPU : .off) }

  var isOn: Bool { clock.isOn }

  mutating func start() { clock.start() }

  /// Ends a lap, in which so many rows and bytes went through a stage.
  @inline(__always)
  mutating func lap(_ stage: Stage, rows: Int = 0, bytes: Int = 0) {
    guard clock.isOn else { return }
    clock.lap(stage.rawValue)
    self.rows[stage.rawValue] += Int64(rows)
    self.bytes[stage.rawValue] += Int64(bytes)
  }

  /// Counts rows and bytes without a lap.
  mutating func count(_ stage: Stage, rows: Int = 0, bytes: Int = 0) {
    guard clock.isOn else { return }
    self.rows[stage.rawValue] += Int64(rows)
    self.bytes[stage.rawValue] += Int64(bytes)
  }

  /// Takes nanoseconds of a stage for a part of it that was measured elsewhere.
  mutating func move(_ nanoseconds: Int64, from stage: Stage, to other: Stage) {
    clock.move(nanoseconds, from: stage.rawValue, to: other.rawValue)
  }

  func nanoseconds(_ stage: Stage) -> Int64 { clock.nanoseconds(stage.rawValue) }

  mutating func add(_ other: StageClock) {
    guard clock.isOn else { return }
    clock.add(other.clock)
    for stage in rows.indices {
      rows[stage] += other.rows[stage]
      bytes[stage] += other.bytes[stage]
    }
  }
}
