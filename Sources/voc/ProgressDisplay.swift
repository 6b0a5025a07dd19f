import Dispatch
import Foundation
import Pipeline
import Synchronization

/// Shows how far a run has come, on standard error.
final class ProgressDisplay: @unchecked Sendable {
  enum Mode: Sendable { case bar, plain, none }

  private let mode: Mode
  private let progress: Pipeline.Progress
  // Unchecked: set in init, cancelled once.
  private let timer: (any DispatchSourceTimer)?
  private let start = ContinuousClock.now
  private let isStopped = Atomic<Bool>(false)

  private static let barWidth = 24

  init(_ progress: Pipeline.Progress, mode: Mode) {
    self.mode = mode
    self.progress = progress
    guard mode != .none else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: .global())
    self.timer = timer
    timer.schedule(deadline: .now() + 0.2, repeating: mode == .bar ? 0.2 : 5)
    timer.setEventHandler { [weak self] in self?.show() }
    timer.resume()
  }

  /// Ends the display and clears the bar; further calls do nothing.
  func stop() {
    guard !isStopped.exchange(true, ordering: .relaxed) else { return }
    timer?.cancel()
    if mode == .bar { StandardError.draw("\r\u{1b}[K") }
  }

  private func show() {
    guard !isStopped.load(ordering: .relaxed) else { return }
    let elapsed = ContinuousClock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let bytes = progress.bytesRead
    let speed = seconds > 0 ? Double(bytes) / seconds / 1e6 : 0
    var text = "\(progress.recordsRead) records, \(String(format: "%.0f", speed)) MB/s"
    let total = progress.totalBytes
    if total > 0 {
      let share = min(1, Double(bytes) / Double(total))
      let left = share > 0 ? seconds / share - seconds : 0
      text += ", \(String(format: "%.0f", share * 100)) %, \(String(format: "%.0f", left)) s left"
      if mode == .bar {
        let full = Int(share * Double(Self.barWidth))
        text =
          "[" + String(repeating: "#", count: full) + String(repeating: "-", count: Self.barWidth - full) + "] " + text
      }
    }
    StandardError.draw(mode == .bar ? "\r\u{1b}[K" + text : "voc: " + text + "\n")
  }
}
