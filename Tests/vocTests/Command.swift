import Foundation
import Glibc

/// The program `voc` as it was built beside the tests, run as a user runs it.
enum Command {
  /// How a program ended, and what it said.
  struct Outcome: CustomStringConvertible {
    /// Exit status; 128 + N where signal N ended it.
    var status: Int32
    var errors: String
    var description: String { "status \(status), \(errors.isEmpty ? "no message" : errors)" }
  }

  /// The folder of what was built: that of the running tests.
  static let built = URL(filePath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
    .deletingLastPathComponent().path
  static let voc = "\(built)/voc"

  /// Runs a program to its end.
  ///
  /// - Parameter started: called once it runs.
  static func run(
    _ arguments: [String], program: String = voc, environment: [String: String] = [:], started: () -> Void = {}
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    // A trap must not wait for a backtrace.
    let always = ["SWIFT_BACKTRACE": "enable=no"]
    process.environment = ProcessInfo.processInfo.environment.merging(always) { $1 }.merging(environment) { $1 }
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    started()
    let text = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: isSignal ? 128 + process.terminationStatus : process.terminationStatus,
      errors: String(decoding: text, as: UTF8.self))
  }
}
