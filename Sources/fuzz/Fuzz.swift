import CFuzzer
import FuzzTargets
import Glibc

/// `fuzz TARGET [options of libFuzzer]`: feeds a target with inputs that libFuzzer makes up, led by coverage.
///
/// Built by `make fuzz` alone, when libraries count what they execute.
@main
enum Fuzz {
  /// The target, set once before the first input.
  nonisolated(unsafe) private static var target: FuzzTarget?

  static func main() {
    guard CommandLine.arguments.count > 1, let chosen = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
      let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
      print("fuzz TARGET [options]: expected one of \(names)")
      exit(EX_USAGE)
    }
    target = chosen
    var count = CommandLine.argc - 1
    // libFuzzer wants a program's name first: the target's takes its place.
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
      do throws(FuzzFinding) {
        try Fuzz.target?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
      } catch {
        // libFuzzer knows a finding by the end of the process, and keeps the input.
        fatalError(error.description)
      }
      return 0
    }
    exit(status)
  }
}
