import Satisfaction
import Synchronization

/// Says whether a run has too many comments for a log of all of them; shared by all workers.
///
/// Whether it has depends on the comments alone: who asks too early is told so later, at the latest when all are counted.
final class LogBudget: Sendable {
  private let comments = Atomic<Int>(0)
  private let maximum: Int

  /// - Parameter maximum: comments of which a log is kept.
  init(maximum: Int = CommentLog.maximumComments) { self.maximum = maximum }

  /// Counts further comments; false once there are too many.
  func admits(_ count: Int) -> Bool {
    comments.add(count, ordering: .relaxed).newValue <= maximum
  }
}
