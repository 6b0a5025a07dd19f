/// Finds the Parquet files that arguments of a command mean.
package enum ParquetFiles {
  /// What files of a table's folder are called.
  private static let partPrefix = "part-"
  private static let suffix = ".parquet"

  /// The files as they are named, and for a folder all `part-*.parquet` below it, in the order of their paths' bytes.
  ///
  /// Folders and files that begin with a dot are passed over, as other readers of tables do.
  ///
  /// - Throws: `noInput` for a folder that can't be read or holds no such file.
  package static func find(_ paths: [String]) throws(RunError) -> [String] {
    var files: [String] = []
    for path in paths {
      guard FolderTree.isFolder(path) else {
        files.append(path)
        continue
      }
      let parts = try FolderTree.entries(below: path).filter { $0.isFile && isPart($0.path) }
      guard !parts.isEmpty else {
        throw RunError(
          .noInput, "\(path): no \(partPrefix)*\(suffix) below this folder: name a run's folder, a table's, or a file")
      }
      files += parts.map { "\(path)/\($0.path)" }
    }
    return files
  }

  private static func isPart(_ path: String) -> Bool {
    let names = path.split(separator: "/")
    guard let name = names.last, !names.contains(where: { $0.hasPrefix(".") }) else { return false }
    return name.hasPrefix(partPrefix) && name.hasSuffix(suffix)
  }
}
