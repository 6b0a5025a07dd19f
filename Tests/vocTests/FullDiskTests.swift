import Foundation
import Testing

@Suite("A full disk")
struct FullDiskTests {
  /// Whether this machine lets a process mount a file system in a namespace of its own.
  static let canMount: Bool = {
    let script = "mount -t tmpfs -o size=64k tmpfs /mnt"
    return (try? Command.run(["unshare", "-m", "-r", "sh", "-c", script], program: "/usr/bin/env").status) == 0
  }()

  /// Runs the night with its output on a tmpfs of so many KiB; the old run was put there before.
  ///
  /// The file system vanishes with the process, so what is left in it is verified from within.
  private func run(_ night: SmallNight, kibibytes: Int, options: String = "") throws -> Command.Outcome {
    let script = """
      mkdir -p '\(night.folder)/disk' && mount -t tmpfs -o size=\(kibibytes)k\(options) tmpfs '\(night.folder)/disk' || exit 99
      cp -a '\(night.output)/.' '\(night.folder)/disk' || exit 98
      '\(Command.voc)' \(night.arguments.map { "'\($0)'" }.joined(separator: " ")) --output '\(night.folder)/disk'
      status=$?
      '\(Command.voc)' verify '\(night.folder)/disk/run_date=2026-11-21' >/dev/null || exit 97
      ls -A '\(night.folder)/disk' >&2
      exit $status
      """
    return try Command.run(["unshare", "-m", "-r", "sh", "-c", script], program: "/usr/bin/env")
  }

  @Test(
    "on a disk that fills up, the old run stays whole or the new one is, and the message says what is missing",
    .enabled(if: canMount, "this machine lets no process mount a tmpfs (unshare -m -r)"))
  func fillingUp() throws {
    let night = try SmallNight()
    defer { night.remove() }
    var failures = 0
    var successes = 0
    for kibibytes in stride(from: 96, through: 896, by: 50) {
      let outcome = try run(night, kibibytes: kibibytes)
      switch outcome.status {
      case 0: successes += 1
      case 73, 74:
        failures += 1
        #expect(outcome.errors.contains("No space left on device; free some space"), "\(kibibytes) KiB: \(outcome)")
        #expect(!outcome.errors.contains(".staging\n"), "\(kibibytes) KiB: \(outcome)")
      case 98: continue
      default: Issue.record("\(kibibytes) KiB: \(outcome)")
      }
    }
    #expect(failures > 0 && successes > 0, "\(failures) runs failed, \(successes) succeeded")
  }
}
