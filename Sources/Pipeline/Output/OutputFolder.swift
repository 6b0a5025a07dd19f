import CSystem
import Glibc

/// The output folder of a pipeline while a run holds it: staging, locking, publishing in one step.
///
/// A run is built in `.staging/<process>/run_date=…`, synced, and renamed into place; an existing run date is exchanged with the new
/// one and then removed. At every moment the target is the complete old run or the complete new one.
final class OutputFolder: Sendable {
  private let directory: String
  private let runName: String
  private let lock: Int32
  private let staging: String
  /// Folders above the run that have a new name in them, which is synced with the run.
  private let changedFolders: [String]
  private let interruption: Interruption?
  /// Folder of the run while it is being built.
  let folder: String
  /// Files that are on their way to the disk.
  let syncs = FileSyncs()
  /// Where the run will stand.
  var target: String { "\(directory)/\(runName)" }

  /// How long the lock is left alone between two tries.
  private static let lockPauseMicroseconds: UInt32 = 50_000

  /// Creates the folder where needed, takes the lock, removes what a killed run left, and makes the staging folder.
  ///
  /// - Throws: `busy` where another run holds the folder, `cannotCreate` where it can't be made, and the interruption's error.
  init(
    directory: String, runDate: String, waitSeconds: Int, tables: [String], interruption: Interruption?
  ) throws(RunError) {
    self.directory = directory
    self.interruption = interruption
    runName = "run_date=\(runDate)"
    let staging = "\(directory)/.staging"
    self.staging = staging
    folder = "\(staging)/\(getpid())/\(runName)"
    changedFolders = try FolderCalls.make(directory)
    lock = try Self.takeLock(directory, waitSeconds: waitSeconds, interruption)
    do throws(RunError) {
      try FolderCalls.remove(staging)
      interruption?.whenOverdue { try? FolderCalls.remove(staging) }
      for table in tables { try FolderCalls.make("\(folder)/\(table)") }
    } catch {
      discard()
      close(lock)
      throw error
    }
  }

  deinit { close(lock) }

  /// A folder for temporary files, which goes with the staging folder.
  func spillFolder() throws(RunError) -> SpillFolder { try SpillFolder("\(staging)/\(getpid())/spill") }

  /// Removes the staging folder: nothing of the run is left.
  ///
  /// The run has failed already, with an error of its own; what can't be removed the next run removes.
  func discard() { try? FolderCalls.remove(staging) }

  /// Waits for the files, syncs the folders and puts the run into its place.
  ///
  /// - Throws: `cannotCreate` or `io`; its message says so where the run is published all the same.
  func publish() throws(RunError) {
    try syncs.wait()
    try FolderCalls.syncAll(folder)
    try put(at: target, changing: [directory])
  }

  /// Keeps the run's rejects and quality, and nothing else, where a failed run is looked at.
  ///
  /// - Returns: where they are.
  func publishFailure(keeping tables: [String]) throws(RunError) -> String {
    let failed = "\(directory)/failed"
    let changed = try FolderCalls.make(failed)
    try syncs.wait()
    for name in try FolderCalls.names(in: folder) where !tables.contains(name) {
      try FolderCalls.remove("\(folder)/\(name)")
    }
    try FolderCalls.syncAll(folder)
    let place = "\(failed)/\(runName)"
    try put(at: place, changing: [failed] + changed)
    return place
  }

  /// The manifest of the newest run of an earlier date; nil where there is none.
  ///
  /// - Throws: `data` where it is no manifest, `io` where it can't be read.
  func newestEarlierRun() throws(RunError) -> Manifest? {
    let names = try FolderCalls.names(in: directory).filter { $0.hasPrefix("run_date=") && $0 < runName }
    // A folder that somebody else has put there is no run.
    guard let newest = names.filter({ access("\(directory)/\($0)/\(Manifest.fileName)", F_OK) == 0 }).max() else {
      return nil
    }
    let path = "\(directory)/\(newest)/\(Manifest.fileName)"
    return try Manifest(json: try PipelineLoader.read(path), file: path)
  }

  private func put(at place: String, changing folders: [String]) throws(RunError) {
    try interruption?.beginLastStep()
    var status = stat()
    let isThere = lstat(place, &status) == 0
    let number = isThere ? voc_exchange_paths(folder, place) : voc_rename_new(folder, place)
    if number == EINVAL || number == ENOSYS {
      throw RunError(
        .cannotCreate,
        "\(directory): its file system can't exchange two folders in one step: choose an output folder on "
          + "ext4, xfs, btrfs or tmpfs")
    }
    if number != 0 {
      throw RunError(.cannotCreate, "\(place): the run can't be put there: \(SystemMessage.text(number))")
    }
    do throws(RunError) {
      for folder in folders + changedFolders { try FolderCalls.sync(folder) }
      // The old run is in the staging folder now.
      try FolderCalls.remove(staging)
    } catch {
      throw RunError(
        error.kind,
        "\(error.message). The run itself is complete and stands at \(place); run again to be sure that it is on the disk"
      )
    }
  }

  private static func takeLock(
    _ directory: String, waitSeconds: Int, _ interruption: Interruption?
  ) throws(RunError) -> Int32 {
    let path = "\(directory)/.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw FolderCalls.creation(path, errno) }
    let end = ContinuousClock.now + .seconds(waitSeconds)
    do throws(RunError) {
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else { throw FolderCalls.failure(path, "can't be locked", errno) }
        if let error = interruption?.error { throw error }
        guard ContinuousClock.now < end else {
          let waited = waitSeconds == 0 ? "" : ", \(waitSeconds) seconds later still"
          throw RunError(
            .busy, "\(directory): another run holds this output folder\(waited): wait for it with --wait SECONDS")
        }
        usleep(lockPauseMicroseconds)
      }
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }
}
