import Foundation
import Glibc
import Testing

@Suite("Two runs on one output")
struct LockTests {
  @Test("a second run waits as long as it is told, and goes on when the first has ended")
  func waiting() throws {
    let night = try SmallNight()
    defer { night.remove() }
    let lock = open("\(night.output)/.lock", O_RDWR)
    #expect(flock(lock, LOCK_EX) == 0)
    // Whether it already waits or not: the lock is given back, and it goes on.
    let outcome = try night.run(["--wait", "600"]) { close(lock) }
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("a second run that has waited in vain leaves with 75 and touches nothing")
  func busy() throws {
    let night = try SmallNight()
    defer { night.remove() }
    let old = try night.state()
    let lock = open("\(night.output)/.lock", O_RDWR)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    let outcome = try night.run(["--wait", "0"])
    #expect(outcome.status == 75 && outcome.errors.contains("--wait SECONDS"), "\(outcome)")
    #expect(try night.state() == old)
  }

  @Test("what a killed run has left is removed by the next one")
  func leftovers() throws {
    let night = try SmallNight()
    defer { night.remove() }
    let environment = try FaultShim.environment("fsync", 3, "KILL", below: night.output)
    #expect(try night.run(environment: environment).status == 137)
    #expect(night.leftovers() == [".staging"])
    #expect(try night.run().status == 0)
    #expect(night.leftovers() == [])
  }

  @Test("what a killed command has left of a file is removed by the next one that writes it")
  func partialFiles() throws {
    let night = try SmallNight(hasOldRun: false)
    defer { night.remove() }
    let arguments = ["generate", "--rows", "10", "--seed", "1", "--output", night.output]
    let environment = try FaultShim.environment("fsync", 1, "KILL", below: night.output)
    #expect(try Command.run(arguments, environment: environment).status == 137)
    #expect(night.leftovers().contains { $0.hasSuffix(".partial") })
    #expect(try Command.run(arguments).status == 0)
    #expect(night.leftovers() == ["feedback.csv", "purchases.csv"])
  }
}
