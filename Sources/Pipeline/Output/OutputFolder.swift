import CSystem
import Foundation
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
  /// Folder of the run while it is being built.
  let folder: String
  /// Where the run will stand.
  var target: String { "\(directory)/\(runName)" }

  /// Creates the folder where needed, takes the lock, removes what a killed run left, and makes the staging folder.
  ///
  /// - Throws: `busy` where another run holds the folder, `cannotCreate` where it can't be made.
  init(directory: String, runDate: String, waitSeconds: Int, tables: [String]) throws(RunError) {
    self.directory = directory
    runName = "run_date=\(runDate)"
    staging = "\(directory)/.staging"
    folder = "\(staging)/\(getpid())/\(runName)"
    try Self.makeFolders(directory)
    lock = try Self.takeLock("\(directory)/.lock", directory: directory, waitSeconds: waitSeconds)
    do throws(RunError) {
      try Self.remove(staging)
      for table in tables { try Self.makeFolders("\(folder)/\(table)") }
    } catch {
      close(lock)
      throw error
    }
  }

  deinit { close(lock) }

  /// Removes the staging folder: nothing of the run is left.
  ///
  /// The run has failed already, with an error of its own; what can't be removed the next run removes.
  func discard() { try? FileManager.default.removeItem(atPath: staging) }

  /// Syncs the folders and puts the run into its place.
  func publish() throws(RunError) { try publish(to: target) }

  /// Keeps the run's rejects and quality, and nothing else, where a failed run is looked at.
  func publishFailure(keeping tables: [String]) throws(RunError) -> String {
    let failed = "\(directory)/failed"
    try Self.makeFolders(failed)
    for name in try Self.names(in: folder) where !tables.contains(name) {
      try Self.remove("\(folder)/\(name)")
    }
    try publish(to: "\(failed)/\(runName)")
    return "\(failed)/\(runName)"
  }

  private func publish(to place: String) throws(RunError) {
    try Self.syncFolders(folder)
    let status: Int32
    if access(place, F_OK) == 0 {
      status = voc_exchange_paths(folder, place)
    } else {
      status = voc_rename_new(folder, place)
    }
    if status == EINVAL || status == ENOSYS {
      throw RunError(
        .cannotCreate,
        "\(directory): its file system can't exchange two folders in one step: choose an output folder on "
          + "ext4, xfs, btrfs or tmpfs")
    }
    if status != 0 {
      throw RunError(.cannotCreate, "\(place): the run can't be put there: \(SystemMessage.text(status))")
    }
    try Self.sync(directory)
    // The old run is in the staging folder now.
    try Self.remove(staging)
  }

  private static func takeLock(_ path: String, directory: String, waitSeconds: Int) throws(RunError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw RunError(.cannotCreate, "\(path): can't be created: \(SystemMessage.last)") }
    let end = ContinuousClock.now + .seconds(waitSeconds)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw RunError(.io, "\(path): can't be locked: \(SystemMessage.last)")
      }
      guard ContinuousClock.now < end else {
        close(descriptor)
        throw RunError(.busy, "\(directory): another run holds this output folder: wait for it with --wait SECONDS")
      }
      usleep(100_000)
    }
    return descriptor
  }

  private static func makeFolders(_ path: String) throws(RunError) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw RunError(.cannotCreate, "\(path): can't be created: \(SystemMessage.last)")
    }
  }

  private static func remove(_ path: String) throws(RunError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      throw RunError(.io, "\(path): can't be removed: \(error.localizedDescription)")
    }
  }

  private static func names(in folder: String) throws(RunError) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw RunError(.io, "\(folder): can't be listed: \(error.localizedDescription)")
    }
  }

  /// Syncs a folder and all below it.
  private static func syncFolders(_ path: String) throws(RunError) {
    for name in try names(in: path) {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder), isFolder.boolValue {
        try syncFolders("\(path)/\(name)")
      }
    }
    try sync(path)
  }

  private static func sync(_ folder: String) throws(RunError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw RunError(.io, "\(folder): can't be opened: \(SystemMessage.last)") }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw RunError(.io, "\(folder): can't be synced: \(SystemMessage.last)") }
  }
}
