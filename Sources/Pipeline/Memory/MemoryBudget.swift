import CSV

/// What a run may hold in memory, and how it divides that: a window of chunks and row groups first, tables from the rest.
///
/// No output depends on it. The figures below were measured with the built-in lexicons and are rounded up; a process's peak
/// stays below the budget with them, but a single customer or order with millions of lines is never divided.
struct MemoryBudget: Sendable {
  /// The program, its lexicons and their tables.
  static let baseBytes = 110 << 20
  /// A worker's table of words, its encoders and the cells it counts.
  static let workerBytes = 34 << 20
  /// A chunk in work, with the columns that are made of it, as a multiple of its bytes.
  static let chunkFactor = 6
  /// A row of a row group with its facts and drivers, and of what it is encoded to.
  static let rowBytes = 420
  /// A row's text, of usual length.
  static let textBytes = 320
  /// What tables need at least: less than this would make too many parts.
  static let smallestTableBytes = 32 << 20
  /// A slot of the table of keys, with room to grow.
  static let keyBytes = 32
  /// A short comment as exports write it: what the number of comments is guessed by.
  static let recordBytes = 128

  /// What the run may hold altogether.
  let total: Int
  /// What is in flight.
  let window: RunWindow
  /// What is left for the tables of purchases and keys.
  var tableBytes: Int

  /// Divides the budget.
  ///
  /// - Parameter asked: what the run may hold; nil: half of what the process may use, and as much as it needs to work.
  /// - Throws: `usage` where it is too small to work at all.
  init(total asked: Int?, workers: Int, chunkBytes: Int, output: OutputSettings, keepsText: Bool) throws(RunError) {
    let group = output.rowGroupRows * (Self.rowBytes + (keepsText ? Self.textBytes : 0))
    let chunk = min(chunkBytes, ReadLimits.largestBytes) * Self.chunkFactor
    func fixed(_ window: RunWindow) -> Int {
      Self.baseBytes + workers * Self.workerBytes + window.chunks * chunk + (window.groups + 2) * group
    }
    let (full, least) = (RunWindow(workers: workers), RunWindow(chunks: workers, groups: 0))
    let needed = fixed(least) + Self.smallestTableBytes
    let total = asked ?? max(ProcessMemory.usable / 2, needed)
    self.total = total
    guard needed <= total else {
      throw RunError(
        .usage,
        "--memory \(MemorySize.text(total)) is too little for \(workers) worker\(workers == 1 ? "" : "s") and row groups of "
          + "\(output.rowGroupRows) rows, which need \(MemorySize.text(needed)): give more --memory, fewer --workers, or "
          + "--set output.row_group_rows=N")
    }
    // The window may take half; the narrow one works as well, with workers that wait now and then.
    window = fixed(full) <= total / 2 ? full : least
    tableBytes = total - fixed(window)
  }

  /// Bytes of the keys of all comments, guessed by the sizes of their files.
  static func keyBytes(_ files: [PlannedFile]) -> Int {
    InputPlan.storedBytes(files) / recordBytes * keyBytes
  }
}

/// How many chunks and row groups may be in memory at once.
package struct RunWindow: Sendable {
  /// Chunks that are read and not yet admitted.
  package let chunks: Int
  /// Row groups beyond the one that is encoded.
  package let groups: Int

  package init(chunks: Int, groups: Int) {
    self.chunks = chunks
    self.groups = groups
  }

  /// The window in which no worker waits: for each a chunk in work and one that waits its turn, and one more.
  package init(workers: Int) { self.init(chunks: workers * 2 + 1, groups: workers) }
}
