import CSystem
import Foundation

/// How many processors this process may use.
public enum Processors {
  /// The least of the affinity mask and the quota of the control group; at least 1.
  public static var available: Int { max(1, min(affinity, quota ?? Int.max)) }

  private static var affinity: Int {
    let count = Int(voc_affinity_count())
    return count > 0 ? count : ProcessInfo.processInfo.activeProcessorCount
  }

  /// From `cpu.max` of control groups version 2: "quota period" in microseconds, or "max period".
  private static var quota: Int? {
    guard let text = try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8) else { return nil }
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], period > 0 else { return nil }
    return max(1, quota / period)
  }
}
