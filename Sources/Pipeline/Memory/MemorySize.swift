import CSystem
import Foundation

/// Sizes of memory as people write them.
public enum MemorySize {
  private static let units: [(name: String, bytes: Int)] = [
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("kB", 1_000), ("MB", 1_000_000),
    ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("T", 1 << 40),
    ("B", 1), ("", 1),
  ]

  /// The bytes that a text like `512MiB`, `2GB` or `1.5G` stands for; nil where it is none, or less than a byte.
  ///
  /// `K`, `M`, `G` and `T` alone count by 1,024.
  public static func parse(_ text: String) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Double(digits), let found = units.first(where: { $0.name.lowercased() == unit.lowercased() })
    else { return nil }
    let bytes = number * Double(found.bytes)
    return bytes >= 1 && bytes < Double(Int.max) ? Int(bytes) : nil
  }

  /// A number of bytes for people, in MiB, or in GiB from 10 of them on.
  public static func text(_ bytes: Int) -> String {
    bytes < 10 << 30 ? "\((bytes + (1 << 20) - 1) >> 20) MiB" : "\((bytes + (1 << 30) - 1) >> 30) GiB"
  }
}

/// How much memory this process may use.
public enum ProcessMemory {
  /// The least of the machine's memory, the limits of the control groups, and the limit of the address space.
  public static var usable: Int {
    ([Int(clamping: ProcessInfo.processInfo.physicalMemory), addressSpace] + groupLimits).reduce(Int.max, min)
  }

  /// Gives memory that is free back to the system, which allocators keep where threads took it.
  static func giveBack() { voc_trim_memory() }

  private static var addressSpace: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return Int.max }
    return Int(clamping: limit.rlim_cur)
  }

  /// Of the process's own group and those around it, in both versions of control groups.
  private static var groupLimits: [Int] {
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    var files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let (root, name) =
        fields[0] == "0" ? ("/sys/fs/cgroup", "memory.max") : ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
      guard fields[0] == "0" || fields[1].split(separator: ",").contains("memory") else { continue }
      var path = fields[2].split(separator: "/")
      while !path.isEmpty {
        files.append("\(root)/\(path.joined(separator: "/"))/\(name)")
        path.removeLast()
      }
    }
    return files.compactMap { file in
      let text = try? String(contentsOfFile: file, encoding: .utf8)
      return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
  }
}
