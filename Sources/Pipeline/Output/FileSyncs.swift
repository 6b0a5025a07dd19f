import Buffers
import Dispatch
import Glibc

/// Brings the files of a run to the disk while the run goes on, all side by side.
///
/// A file system that is asked for many files at once writes them in about the time of one. Whoever publishes waits for all.
final class FileSyncs: Sendable {
  private let group = DispatchGroup()
  private let failures = Guarded<[RunError]>([])

  /// Syncs and closes a file, by a thread of its own.
  ///
  /// - Parameter path: for the message where that fails.
  func sync(_ descriptor: Int32, path: String) {
    // A queue of its own, since a thread that waits for the disk would hold up the others of a common one.
    DispatchQueue(label: "voc.sync").async(group: group) { [failures] in
      do throws(RunError) { try Self.finish(descriptor, path) } catch { failures.withLock { $0.append(error) } }
    }
  }

  /// Waits until all files are on the disk.
  ///
  /// - Throws: `io`; of several errors that of the first path.
  func wait() throws(RunError) {
    group.wait()
    if let error = failures.withLock({ $0.min { $0.message < $1.message } }) { throw error }
  }

  private static func finish(_ descriptor: Int32, _ path: String) throws(RunError) {
    let isSynced = SystemCalls.sync(descriptor)
    let number = errno
    // Linux closes the file also where a signal comes.
    let isClosed = close(descriptor) == 0 || errno == EINTR
    if !isSynced { throw FolderCalls.failure(path, "can't be synced", number) }
    if !isClosed { throw FolderCalls.failure(path, "can't be closed", errno) }
  }
}
