import CSV
import Foundation
import Pipeline
import Testing

@Suite("Output of cleaning")
struct CleanOutputTests {
  @Test(
    "nothing is left where cleaning fails, and a file that was there stays",
    arguments: [
      ("", 65, "has no header"), ("\u{feff}\n\n", 65, "has no header"), ("\"a,b\n1,2\n", 65, "never closed"),
    ])
  func failure(content: String, status: Int32, message: String) throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    try folder.write(Array("old".utf8), to: "out.csv")
    let error = #expect(throws: RunError.self) { _ = try folder.clean(content) }
    #expect(error?.exitStatus == status)
    #expect(error?.message.contains(message) == true)
    #expect(try folder.read("out.csv") == Array("old".utf8))
    #expect(try folder.names == ["in.csv", "out.csv"])
  }

  @Test("corrupt input is an error that names the byte, and nothing is put into place")
  func corrupt() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    // The beginning of a gzip file.
    let error = #expect(throws: RunError.self) {
      _ = try folder.clean([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff, 0xcb], name: "in.csv.gz")
    }
    #expect(error?.exitStatus == 65)
    #expect(error?.message.contains("byte 11") == true)
    #expect(try folder.names == ["in.csv.gz"])
  }

  @Test("mistakes of options have the status of usage, of paths those of input and output")
  func mistakes() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    func status(_ change: (inout CleanRequest) -> Void) throws -> Int32? {
      #expect(throws: RunError.self) { _ = try folder.clean("a,b\n", change) }?.exitStatus
    }
    #expect(try status { $0.dialect.delimiter = "\"" } == 64)
    #expect(try status { $0.rejects = $0.output } == 64)
    #expect(try status { $0.dialect.encoding = "klingon" } == 64)
    #expect(try status { $0.input = "\(folder.path)/none.csv" } == 66)
    #expect(try status { $0.output = "\(folder.path)/none/out.csv" } == 73)
    #expect(try status { $0.output = folder.path } == 73)
  }

  @Test("rejects are not written over the input or the output, by whatever name", arguments: ["./", "../", "link"])
  func rejectsElsewhere(name: String) throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let content = Array("a,b\n1\n".utf8)
    try folder.write(content, to: "in.csv")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "in.csv")
    let base = URL(filePath: folder.path).lastPathComponent
    for target in ["in.csv", "out.csv"] {
      let path =
        switch name {
        case "./": "\(folder.path)/./\(target)"
        case "../": "\(folder.path)/../\(base)/\(target)"
        default: "\(folder.path)/link"
        }
      let error = #expect(throws: RunError.self) { _ = try folder.clean(content) { $0.rejects = path } }
      #expect(error?.exitStatus == 64)
    }
    #expect(try folder.read("in.csv") == content)
    #expect(try folder.names == ["in.csv", "link"])
  }

  @Test("a file can be cleaned into its own place, through a symbolic link, and keeps its permissions")
  func ownPlace() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    try folder.write(Array("a;b\n1;x\n".utf8), to: "in.csv")
    let manager = FileManager.default
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(folder.path)/in.csv")
    try manager.createSymbolicLink(atPath: "\(folder.path)/link.csv", withDestinationPath: "in.csv")
    var request = CleanRequest(input: "\(folder.path)/in.csv", output: "\(folder.path)/link.csv")
    request.dialect.delimiter = ";"
    #expect(try Cleaning.run(request).records == 1)
    #expect(try folder.read("in.csv") == Array("a,b\r\n1,x\r\n".utf8))
    #expect(try manager.destinationOfSymbolicLink(atPath: "\(folder.path)/link.csv") == "in.csv")
    #expect(try manager.attributesOfItem(atPath: "\(folder.path)/in.csv")[.posixPermissions] as? Int == 0o600)
    #expect(try folder.names == ["in.csv", "link.csv"])
  }

  @Test("a device is written to and not replaced")
  func device() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    try folder.write(Array("a,b\n1,x\n".utf8), to: "in.csv")
    #expect(try Cleaning.run(CleanRequest(input: "\(folder.path)/in.csv", output: "/dev/null")).records == 1)
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(type == .typeCharacterSpecial)
  }

  @Test(
    "the command leaves with the status of the contract and says what it did",
    arguments: [
      ("a,b\n1,x\n", [], 0, "1 record written\n"),
      ("a,b\n1\n", [], 2, "0 records written; 1 rejected: wrong_field_count 1\n"),
      ("a,b\n1\n", ["--lenient"], 0, "1 record written, 1 of them ragged\n"),
      ("a,b\n1\n", ["--lenient", "--quiet"], 0, ""), ("", [], 65, "has no header"),
      ("a,b\n", ["--skip=-1"], 64, "--skip is -1"), ("a,b\n", ["--maximum-record-bytes", "x"], 64, "give a size"),
      ("a,b\n", ["--delimiter", ""], 64, "the delimiter is empty"),
    ] as [(String, [String], Int32, String)])
  func command(content: String, options: [String], status: Int32, message: String) throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    try folder.write(Array(content.utf8), to: "in.csv")
    let process = Process()
    process.executableURL = URL(filePath: Self.executable)
    process.arguments = ["clean", "\(folder.path)/in.csv", "-"] + options
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let written = output.fileHandleForReading.readDataToEndOfFile()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == status)
    #expect(message.isEmpty ? said.isEmpty : said.contains(message), "\(said)")
    #expect(written.isEmpty == (status > 2))
  }

  @Test("a signal while standard input is waited for ends the command, and nothing is left behind")
  func stoppedWhileWaiting() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let process = Process()
    process.executableURL = URL(filePath: Self.executable)
    process.arguments = ["clean", "-", "\(folder.path)/out.csv", "--chunk-bytes", "4096", "--quiet"]
    let input = Pipe()
    let errors = Pipe()
    process.standardInput = input
    process.standardError = errors
    try process.run()
    // A pipe holds 64 KiB: once all is written, the command has read much of it, and waits for more.
    try input.fileHandleForWriting.write(contentsOf: Data(String(repeating: "a,b\n1,x\n", count: 100_000).utf8))
    process.terminate()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 128 + SIGTERM)
    #expect(said.contains("stopped by SIGTERM"), "\(said)")
    #expect(try folder.names == [])
    try input.fileHandleForWriting.close()
  }

  /// The command, which is built into the folder of the test bundle.
  private static let executable =
    Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") }.map {
      URL(filePath: $0).deletingLastPathComponent().appending(path: "voc").path
    } ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "voc").path
}
