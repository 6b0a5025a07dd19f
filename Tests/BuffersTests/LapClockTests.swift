import Buffers
import Testing

@Suite("Lap clock")
struct LapClockTests {
  @Test("a clock that is off measures nothing")
  func off() {
    var clock = LapClock(.off)
    clock.start()
    clock.lap(0)
    #expect(clock.nanoseconds(0) == 0)
    #expect(!clock.isOn)
  }

  @Test(
    "what is moved from one stage to another keeps the sum, and clocks add up",
    arguments: [LapClock.Kind.threadCPU, .monotonic])
  func sums(_ kind: LapClock.Kind) {
    var clock = LapClock(kind)
    clock.start()
    clock.lap(1)
    clock.lap(2)
    let sum = clock.nanoseconds(1) + clock.nanoseconds(2)
    clock.move(7, from: 1, to: 2)
    #expect(clock.nanoseconds(1) + clock.nanoseconds(2) == sum)
    var other = LapClock(kind)
    other.add(clock)
    other.add(clock)
    #expect(other.nanoseconds(2) == 2 * clock.nanoseconds(2))
  }
}
