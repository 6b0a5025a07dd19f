import Glibc

/// A file that a glob found.
struct InputFile: Sendable, Equatable {
  /// Path to open.
  var path: String
  /// Path below the glob's fixed part: what tables call the file.
  var name: String
}

/// Finds the files of an input: each once, in the order of their names' bytes.
enum InputFiles {
  /// The files that the globs find.
  ///
  /// - Parameters:
  ///   - folder: what relative globs are relative to.
  ///   - runDate: stands for `{run_date}`.
  static func find(_ globs: [String], folder: String, runDate: String) -> [InputFile] {
    var files: [InputFile] = []
    var seen: Set<String> = []
    for pattern in globs {
      let pattern = pattern.split(separator: "{run_date}", omittingEmptySubsequences: false).joined(separator: runDate)
      let absolute = pattern.hasPrefix("/") || folder.isEmpty ? pattern : "\(folder)/\(pattern)"
      let fixed = fixedPart(absolute)
      for path in paths(absolute) where seen.insert(path).inserted {
        files.append(InputFile(path: path, name: String(path.dropFirst(fixed.count))))
      }
    }
    return files.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  /// The folders before the first wildcard, with their slash.
  static func fixedPart(_ pattern: String) -> String {
    let wildcard = pattern.firstIndex { "*?[".contains($0) } ?? pattern.endIndex
    guard let slash = pattern[..<wildcard].lastIndex(of: "/") else { return "" }
    return String(pattern[...slash])
  }

  private static func paths(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    // `globfree` frees what `glob` allocated; the paths are copied before.
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
    return (0..<Int(unsafe found.gl_pathc)).compactMap { index in
      guard let path = unsafe found.gl_pathv[index] else { return nil }
      return unsafe String(cString: path)
    }.filter { path in
      var status = stat()
      return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
  }
}
