import Foundation
import Parquet

/// Checks a run's folder against its manifest: every byte is read.
///
/// It proves that each file that the manifest names is there with its size, SHA-256 and rows, and no other file; that
/// every page of every Parquet file decodes and has its CRC-32; that every record of every input is a row of `comments`,
/// an order line or a row of `rejects`; that the bytes of each input are accounted for, and no two rejects share one; that no two comments have the same key, and that drivers and evidence are of
/// comments. Two different keys are taken for one with probability below n² / 2⁹⁷ of n comments.
///
/// Cost: reads everything twice, once for the checksums; memory is one row group, and 32 bytes a comment at most.
package struct RunVerification: Sendable {
  /// The run's folder.
  package let folder: String
  /// What does not agree, one sentence each; empty where the run verifies.
  package private(set) var disagreements: [String] = []
  /// What was looked at, one line each.
  package private(set) var findings: [String] = []

  static let successName = "_SUCCESS"
  private static let runPrefix = "run_date="
  private static let parquetSuffix = ".parquet"
  private static let qualityFolder = "quality/"

  private var bytes: Int64 = 0
  private var parquetFiles = 0
  private var parquetRows: Int64 = 0
  private var tables = RunTables()
  private var accounts = ByteReconciliation()
  private var hasAccounts = false
  /// Tables of which a file could not be read as a whole, so that counts of their rows say nothing.
  private var unread: Set<RunTables.Table> = []

  /// The folders of runs that a path means: itself, or all `run_date=…` in it, in order.
  ///
  /// - Throws: `noInput` where there is neither.
  package static func folders(of path: String) throws(RunError) -> [String] {
    guard FolderTree.isFolder(path) else {
      throw RunError(.noInput, "\(path): no such folder: name a run's folder or the output folder that holds it")
    }
    let names = try FolderTree.names(in: path)
    let name = path.split(separator: "/").last ?? ""
    if names.contains(Manifest.fileName) || name.hasPrefix(runPrefix) { return [path] }
    let runs = names.filter { $0.hasPrefix(runPrefix) && FolderTree.isFolder("\(path)/\($0)") }
    guard !runs.isEmpty else {
      throw RunError(
        .noInput,
        "\(path): neither \(Manifest.fileName) nor a folder \(runPrefix)… in it: name a run's folder or an output folder"
      )
    }
    let parent = path.hasSuffix("/") ? String(path.dropLast()) : path
    return runs.map { "\(parent)/\($0)" }
  }

  /// Reads and checks everything.
  ///
  /// - Throws: `noInput` or `io` where a file can't be read; what is wrong with its content is a disagreement.
  package init(folder: String) throws(RunError) {
    self.folder = folder
    let entries = try FolderTree.entries(below: folder)
    guard entries.contains(where: { $0.path == Manifest.fileName && $0.isFile }) else {
      disagreements.append("\(Manifest.fileName) is missing: the folder holds no finished run")
      return
    }
    guard let json = FileManager.default.contents(atPath: "\(folder)/\(Manifest.fileName)") else {
      throw RunError(.noInput, "\(folder)/\(Manifest.fileName): can't be read")
    }
    let manifest: Manifest
    do throws(RunError) { manifest = try Manifest(json: Array(json), file: Manifest.fileName) } catch {
      disagreements.append(error.message)
      return
    }
    compareNames(manifest, entries)
    let files = entries.filter(\.isFile).map(\.path)
    let present = manifest.files.filter { files.contains($0.path) }
    // Comments first: the other tables refer to them.
    for file in present where RunTables.Table(path: file.path) == .comments { try check(file) }
    for file in present where RunTables.Table(path: file.path) != .comments { try check(file) }
    reconcile(manifest)
  }

  private mutating func compareNames(_ manifest: Manifest, _ entries: [FolderTree.Entry]) {
    var named: Set<String> = []
    for file in manifest.files where !named.insert(file.path).inserted {
      disagreements.append("\(file.path): the manifest names it twice")
    }
    let found = Set(entries.filter(\.isFile).map(\.path))
    for file in manifest.files where !found.contains(file.path) {
      disagreements.append("\(file.path): the manifest names it, but there is no such file")
      if let table = RunTables.Table(path: file.path) { unread.insert(table) }
    }
    let unlisted = [Manifest.fileName, Self.successName]
    for entry in entries where !named.contains(entry.path) && !unlisted.contains(entry.path) {
      disagreements.append("\(entry.path): the manifest does not name it")
    }
    if !found.contains(Self.successName) { disagreements.append("\(Self.successName) is missing") }
  }

  private mutating func check(_ file: WrittenFile) throws(RunError) {
    let digest = try Digests.file("\(folder)/\(file.path)")
    bytes &+= Int64(digest.bytes)
    if digest.bytes != file.bytes {
      disagreements.append("\(file.path): it has \(digest.bytes) bytes, the manifest says \(file.bytes)")
    } else if digest.sha256 != file.sha256 {
      disagreements.append("\(file.path): its SHA-256 is \(digest.sha256), the manifest says \(file.sha256)")
    }
    guard file.path.hasSuffix(Self.parquetSuffix) else { return }
    parquetFiles += 1
    do throws(ParquetError) { try read(file) } catch {
      if case .io = error.kind { throw RunError(reading: error) }
      disagreements.append("\(file.path): \(Self.placeInFile(error))")
      if let table = RunTables.Table(path: file.path) { unread.insert(table) }
    }
  }

  /// Decodes every page of a Parquet file.
  private mutating func read(_ file: WrittenFile) throws(ParquetError) {
    let reader = try ParquetReader(path: "\(folder)/\(file.path)")
    let rows = reader.metaData.rowCount
    parquetRows &+= rows
    if file.rows.map(Int64.init) != rows {
      let expected = file.rows.map { "\($0)" } ?? "none"
      disagreements.append("\(file.path): its footer counts \(rows) rows, the manifest says \(expected)")
    }
    for group in reader.metaData.rowGroups.indices {
      let batch = try reader.readRowGroup(group)
      if file.path.hasPrefix(Self.qualityFolder) {
        hasAccounts = true
        accounts.takeQuality(batch)
      }
      if RunTables.Table(path: file.path) == .rejects { accounts.takeRejects(batch) }
      guard let table = RunTables.Table(path: file.path), let problem = tables.take(batch, of: table) else { continue }
      unread.insert(table)
      disagreements.append("\(file.path): \(problem)")
      return
    }
  }

  /// What and where within the file, which the caller names as the manifest does.
  private static func placeInFile(_ error: ParquetError) -> String {
    var place = error.place
    place.file = nil
    return ParquetError(error.kind, error.message, at: place).description
  }

  private mutating func reconcile(_ manifest: Manifest) {
    let reconciliation = Reconciliation(manifest, tables, unread: unread)
    disagreements += reconciliation.disagreements
    findings = ["\(manifest.files.count) files of \(bytes) bytes: names, sizes and SHA-256 compared with the manifest"]
    findings.append("\(parquetFiles) Parquet files of \(parquetRows) rows: every page read, checksums compared")
    findings += reconciliation.findings
    guard hasAccounts, !unread.contains(.rejects) else { return }
    accounts.finish(manifest)
    disagreements += accounts.disagreements
    findings.append(
      "bytes: \(accounts.bytes) decompressed ones of \(accounts.fileCount) files, each of the header, of one record or of a "
        + "line end; the places of rejects compared")
  }
}
