import Glibc

/// A file that a glob found.
struct InputFile: Sendable, Equatable {
  /// Path to open.
  var path: String
  /// Path below the glob's fixed part: what tables call the file.
  var name: String
}

/// Finds the files of an input: each once, in the order of their names' bytes.
struct InputFiles {
  /// What was found.
  private(set) var files: [InputFile] = []
  /// What matches and can't be read, or is read already, in words that begin with the path.
  private(set) var problems: [(kind: DefinitionIssue.Kind, path: String, message: String)] = []

  /// By device and inode, what is a file already, with its number.
  private var known: [FileKey: String] = [:]

  private struct FileKey: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  /// The files that the globs find.
  ///
  /// Folders that match are left out. A link counts as the file that it leads to; a file of two names is read under the first.
  ///
  /// - Parameters:
  ///   - folder: what relative globs are relative to.
  ///   - runDate: stands for `{run_date}`.
  init(_ globs: [String], folder: String, runDate: String) {
    var found: [InputFile] = []
    var seen: Set<String> = []
    for pattern in globs {
      let pattern = pattern.split(separator: "{run_date}", omittingEmptySubsequences: false).joined(separator: runDate)
      let absolute = pattern.hasPrefix("/") || folder.isEmpty ? pattern : "\(folder)/\(pattern)"
      let fixed = Self.fixedPart(absolute)
      for path in paths(absolute) where seen.insert(path).inserted {
        found.append(InputFile(path: path, name: String(path.dropFirst(fixed.count))))
      }
    }
    found.sort { ($0.name, $0.path) < ($1.name, $1.path) }
    for file in found where admit(file) { files.append(file) }
  }

  /// The folders before the first wildcard, with their slash.
  static func fixedPart(_ pattern: String) -> String {
    let wildcard = pattern.firstIndex { "*?[".contains($0) } ?? pattern.endIndex
    guard let slash = pattern[..<wildcard].lastIndex(of: "/") else { return "" }
    return String(pattern[...slash])
  }

  /// Whether a path is a file that was not found under another name.
  private mutating func admit(_ file: InputFile) -> Bool {
    var status = stat()
    guard unsafe stat(file.path, &status) == 0 else {
      problems.append((.missing, file.path, "can't be read: \(SystemMessage.last)"))
      return false
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: return false
    default:
      problems.append((.missing, file.path, "is a pipe, socket or device; expected a regular file"))
      return false
    }
    let key = FileKey(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    if let first = known[key] {
      problems.append((.warning, file.path, "is the same file as \(first), and is read once"))
      return false
    }
    known[key] = file.path
    return true
  }

  private mutating func paths(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    // `globfree` frees what `glob` allocated; the paths are copied before.
    defer { unsafe globfree(&found) }
    let status = unsafe glob(pattern, GLOB_NOSORT | GLOB_ERR, nil, &found)
    // A folder that is not there has no files; one that can't be read may have some.
    if status != 0, status != GLOB_NOMATCH, errno != ENOENT, errno != ENOTDIR {
      problems.append((.missing, pattern, "a folder of the pattern can't be read: \(SystemMessage.last)"))
    }
    guard status == 0 else { return [] }
    return (0..<Int(unsafe found.gl_pathc)).compactMap { index in
      guard let path = unsafe found.gl_pathv[index] else { return nil }
      return unsafe String(cString: path)
    }
  }
}
