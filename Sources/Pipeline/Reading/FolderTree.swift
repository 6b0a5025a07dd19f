import Foundation
import Glibc

/// What stands below a folder: every file once, in the order of its path's bytes.
///
/// A link to a file counts as the file; a link to a folder is not followed, so that a loop of links ends.
enum FolderTree {
  /// Something below a folder that is no folder itself.
  struct Entry: Sendable, Equatable {
    /// Below the folder, with slashes.
    var path: String
    /// False for pipes, devices, sockets and links to anything but a file.
    var isFile: Bool
  }

  /// Whether a folder stands at the path.
  static func isFolder(_ path: String) -> Bool { mode(path, followsLinks: true) == S_IFDIR }

  /// Everything below a folder.
  ///
  /// - Throws: `noInput` where a folder can't be read.
  static func entries(below folder: String) throws(RunError) -> [Entry] {
    var entries: [Entry] = []
    try append(folder, prefix: "", to: &entries)
    return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Names in a folder, in the order of their bytes.
  ///
  /// - Throws: `noInput` where the folder can't be read.
  static func names(in folder: String) throws(RunError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    } catch { throw RunError(.noInput, "\(folder): the folder can't be read: \(error.localizedDescription)") }
  }

  private static func append(_ folder: String, prefix: String, to entries: inout [Entry]) throws(RunError) {
    for name in try names(in: folder) {
      let path = "\(folder)/\(name)"
      if mode(path, followsLinks: false) == S_IFDIR {
        try append(path, prefix: "\(prefix)\(name)/", to: &entries)
      } else {
        entries.append(Entry(path: prefix + name, isFile: mode(path, followsLinks: true) == S_IFREG))
      }
    }
  }

  /// The kind of file as `stat` has it, or nil where there is none.
  private static func mode(_ path: String, followsLinks: Bool) -> mode_t? {
    var status = stat()
    // The path and `status` are valid for the call.
    let result = unsafe followsLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? status.st_mode & S_IFMT : nil
  }
}
