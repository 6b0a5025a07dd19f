internal import Glibc

/// The folder that exports are written to.
enum ExportFolder {
  /// Makes the folder and those above it where they are missing.
  ///
  /// - Throws: `cannotCreate` with the part that can't be made.
  static func create(_ folder: String) throws(RunError) {
    var path = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      path += path.isEmpty || path.hasSuffix("/") ? part : "/\(part)"
      if mkdir(path, 0o755) != 0, errno != EEXIST {
        // A folder above may forbid making what is there already, as the root of a read-only disk does.
        let number = errno
        if access(path, F_OK) == 0 { continue }
        throw RunError(.cannotCreate, "\(path): the folder can't be made: \(SystemMessage.text(number))")
      }
    }
  }

  /// Makes new names in the folder last.
  static func sync(_ folder: String) throws(RunError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw RunError(.io, "\(folder): can't be opened: \(SystemMessage.last)") }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw RunError(.io, "\(folder): can't be synced: \(SystemMessage.last)") }
  }
}
