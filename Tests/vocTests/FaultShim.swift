import Foundation

/// `Shim/fault_shim.c`, compiled once: makes one system call of a run go wrong.
enum FaultShim {
  /// The library, or what the compiler said.
  static let library: Result<String, SmallNight.NightError> = {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Shim/fault_shim.c").path
    let library = FileManager.default.temporaryDirectory.appending(path: "voc-shim-\(getpid()).so").path
    // The compiler that comes with Swift, which SwiftPM needs too.
    let arguments = ["clang", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"]
    do {
      let outcome = try Command.run(arguments, program: "/usr/bin/env")
      return outcome.status == 0 ? .success(library) : .failure(SmallNight.NightError(outcome: outcome))
    } catch {
      return .failure(SmallNight.NightError(outcome: Command.Outcome(status: 127, errors: "\(error)")))
    }
  }()

  /// The environment in which call `number` of a kind goes wrong.
  ///
  /// - Parameters:
  ///   - below: calls on other paths are left alone.
  ///   - lasts: whether all later calls go wrong too.
  static func environment(
    _ call: String, _ number: Int, _ action: String, below: String, lasts: Bool = false, counter: String? = nil
  ) throws -> [String: String] {
    var environment = [
      "LD_PRELOAD": try library.get(), "VOC_FAULT": "\(call):\(number):\(action)", "VOC_FAULT_BELOW": below,
      "VOC_FAULT_REST": lasts ? "1" : "0",
    ]
    environment["VOC_FAULT_COUNT"] = counter
    return environment
  }

  /// How many calls of a kind a run without any fault makes.
  static func count(_ call: String, _ night: SmallNight) throws -> Int {
    let counter = "\(night.folder)/calls"
    let environment = try environment(call, 0, "EIO", below: night.folder, counter: counter)
    let outcome = try night.run(environment: environment)
    guard outcome.status == 0 else { throw SmallNight.NightError(outcome: outcome) }
    return Int(String(decoding: try Data(contentsOf: URL(filePath: counter)), as: UTF8.self)) ?? 0
  }
}
