import Buffers
import Glibc

/// Folders of the output by system calls, so that an error names the very file and what the system says of it.
enum FolderCalls {
  /// What to do where there is no room.
  static let roomHint = "free some space, or choose an output folder with more room"

  /// Makes a folder, and those above it.
  ///
  /// - Returns: the folders that already stood and have a new name in them.
  /// - Throws: `cannotCreate`.
  @discardableResult
  static func make(_ path: String) throws(RunError) -> [String] {
    if mkdir(path, 0o755) == 0 { return [parent(of: path)] }
    switch errno {
    case EEXIST:
      guard FolderTree.isFolder(path) else {
        throw RunError(.cannotCreate, "\(path): is no folder, and one is needed there: choose another output folder")
      }
      return []
    case ENOENT where parent(of: path) != path:
      let above = try make(parent(of: path))
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw creation(path, errno) }
      return above + [parent(of: path)]
    default: throw creation(path, errno)
    }
  }

  /// Removes a file, a link, or a folder with all below it; nothing where there is none.
  ///
  /// - Throws: `io`.
  static func remove(_ path: String) throws(RunError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw failure(path, "can't be removed", errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      if unlink(path) != 0, errno != ENOENT { throw failure(path, "can't be removed", errno) }
      return
    }
    for name in try names(in: path) { try remove("\(path)/\(name)") }
    if rmdir(path) != 0, errno != ENOENT { throw failure(path, "can't be removed", errno) }
  }

  /// The names in a folder, in no order.
  ///
  /// - Throws: `io`.
  static func names(in path: String) throws(RunError) -> [String] {
    guard let folder = opendir(path) else { throw failure(path, "can't be listed", errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        if errno != 0 { throw failure(path, "can't be listed", errno) }
        return names
      }
      // The name is a terminated string within the entry, which stays until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  /// Brings the names in a folder to the disk.
  ///
  /// - Throws: `io`.
  static func sync(_ path: String) throws(RunError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw failure(path, "can't be opened", errno) }
    defer { close(descriptor) }
    if !SystemCalls.sync(descriptor) { throw failure(path, "can't be synced", errno) }
  }

  /// Brings the names in a folder and in all below it to the disk, the lowest first.
  ///
  /// - Throws: `io`.
  static func syncAll(_ path: String) throws(RunError) {
    for name in try names(in: path) where FolderTree.isFolder("\(path)/\(name)") { try syncAll("\(path)/\(name)") }
    try sync(path)
  }

  /// The error for a file that could not be made.
  static func creation(_ path: String, _ number: Int32) -> RunError {
    let hint = hasNoRoom(number) ? "; \(roomHint)" : ""
    return RunError(.cannotCreate, "\(path): can't be created: \(SystemMessage.text(number))\(hint)")
  }

  /// The error for a file that is there, and with which something can't be done.
  static func failure(_ path: String, _ what: String, _ number: Int32) -> RunError {
    let hint = hasNoRoom(number) ? "; \(roomHint)" : ""
    return RunError(.io, "\(path): \(what): \(SystemMessage.text(number))\(hint)")
  }

  private static func hasNoRoom(_ number: Int32) -> Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }

  private static func parent(of path: String) -> String {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
