import Foundation
import Testing

@Suite("Faults of the system")
struct FaultTests {
  /// A call that goes wrong in some way, and how a run may end then.
  struct Fault: Sendable, CustomTestStringConvertible {
    var call: String
    var action: String
    var lasts = false
    /// Exit statuses; 0 with the new run, 128 + N after signal N.
    var statuses: Set<Int32>
    var testDescription: String { "\(call) \(action)\(lasts ? ", and all later ones" : "")" }
  }

  /// Errors: the old run and a message, or the new run and a message that says so; never 0.
  static let errors: [Fault] = [
    Fault(call: "write", action: "ENOSPC", lasts: true, statuses: [73, 74]),
    Fault(call: "write", action: "EIO", statuses: [74]),
    Fault(call: "fsync", action: "EIO", statuses: [74]),
    Fault(call: "rename", action: "EIO", statuses: [73]),
    Fault(call: "rename", action: "ENOSYS", statuses: [73]),
    Fault(call: "mkdir", action: "ENOSPC", statuses: [73]),
    Fault(call: "unlink", action: "EIO", statuses: [74]),
    Fault(call: "open", action: "EMFILE", statuses: [66, 73, 74]),
    Fault(call: "open", action: "EACCES", statuses: [66, 73, 74]),
    Fault(call: "read", action: "EIO", statuses: [66, 74]),
    Fault(call: "read", action: "SHRINK", statuses: [66, 74]),
    Fault(call: "read", action: "GROW", statuses: [66, 74]),
  ]

  /// What a program has to cope with: the new run and 0.
  static let nuisances: [Fault] = [
    Fault(call: "write", action: "SHORT", statuses: [0]), Fault(call: "write", action: "EINTR", statuses: [0]),
    Fault(call: "read", action: "SHORT", statuses: [0]), Fault(call: "read", action: "EINTR", statuses: [0]),
    Fault(call: "fsync", action: "EINTR", statuses: [0]),
  ]

  /// The process is killed: the old run or the new one.
  static let kills: [Fault] =
    ["write", "fsync", "rename", "unlink", "mkdir"].map {
      Fault(call: $0, action: "KILL", statuses: [137])
    } + [
      Fault(call: "rename", action: "KILLED", statuses: [137]),
      Fault(call: "unlink", action: "KILLED", statuses: [137]),
    ]

  /// The process is asked to end: it does so, or it has just put the new run into place.
  static let signals: [Fault] = [
    Fault(call: "write", action: "TERM", statuses: [143]), Fault(call: "read", action: "INT", statuses: [130]),
    Fault(call: "open", action: "HUP", statuses: [129, 0]), Fault(call: "unlink", action: "TERM", statuses: [143, 0]),
    Fault(call: "fsync", action: "TERM", statuses: [143, 0]),
  ]

  @Test(
    "whatever call goes wrong, a run says so or is complete, and readers find the old run or the new one",
    arguments: errors + nuisances + kills + signals)
  func everyCall(_ fault: Fault) throws {
    let night = try SmallNight()
    defer { night.remove() }
    let old = try night.state()
    let copy = "\(night.folder)/old"
    try FileManager.default.copyItem(atPath: night.output, toPath: copy)
    let count = try FaultShim.count(fault.call, night)
    let new = try night.state()
    #expect(count > 0 && old.count == new.count && old != new)
    for number in 1...max(count, 1) {
      try FileManager.default.removeItem(atPath: night.output)
      try FileManager.default.copyItem(atPath: copy, toPath: night.output)
      try night.writeInputs()
      let environment = try FaultShim.environment(
        fault.call, number, fault.action, below: night.folder, lasts: fault.lasts)
      let outcome = try night.run(environment: environment)
      let what = "call \(number) of \(count): \(outcome)"
      #expect(fault.statuses.contains(outcome.status), "\(what)")
      let state = try night.state()
      #expect(state == old || state == new, "\(what): \(state.count) of \(new.count) files")
      switch outcome.status {
      case 0: #expect(state == new, "\(what)")
      case 137: break
      case 129..<160:
        // Before it listens, a program is ended by the signal itself.
        #expect(outcome.errors.isEmpty || outcome.errors.contains("nothing was published"), "\(what)")
        #expect(state == old, "\(what)")
      default:
        #expect(outcome.errors.contains(night.folder), "\(what)")
        #expect(state == old || outcome.errors.contains("complete and stands at"), "\(what)")
      }
      if outcome.status >= 129, outcome.status != 137 { #expect(night.leftovers() == [], "\(what)") }
      guard number % 4 == 0 else { continue }
      try night.writeInputs()
      #expect(try night.run().status == 0, "after \(what)")
      #expect(try night.state() == new && night.leftovers() == [], "after \(what)")
    }
  }

  @Test("a failing close of a file that was written is an error")
  func closing() throws {
    let night = try SmallNight()
    defer { night.remove() }
    let old = try night.state()
    let environment = try FaultShim.environment("close", 1, "EIO", below: "\(night.output)/.staging", lasts: true)
    let outcome = try night.run(environment: environment)
    #expect(outcome.status == 74 && outcome.errors.contains("can't be closed"), "\(outcome)")
    #expect(try night.state() == old)
  }

  @Test("a run that hangs ends within its grace after SIGTERM, and what it had staged is removed")
  func overdue() throws {
    let night = try SmallNight()
    defer { night.remove() }
    let old = try night.state()
    let environment = try FaultShim.environment("fsync", 1, "STUCK", below: night.output)
    let outcome = try night.run(environment: environment)
    #expect(outcome.status == 143 && outcome.errors.contains("stopped by SIGTERM"), "\(outcome)")
    #expect(try night.state() == old)
    #expect(night.leftovers() == [])
  }

  @Test("an error that fills the disk names the file, the cause and what to do")
  func message() throws {
    let night = try SmallNight(hasOldRun: false)
    defer { night.remove() }
    let environment = try FaultShim.environment("write", 2, "ENOSPC", below: night.output, lasts: true)
    let outcome = try night.run(environment: environment)
    #expect(outcome.errors.contains(".parquet: can't be written after "))
    #expect(outcome.errors.contains("No space left on device; free some space, or choose an output folder"))
    #expect(night.leftovers() == [])
  }
}
