import Pipeline
import Testing

@Suite("Ordered run")
struct OrderedRunTests {
  struct Numbers: ChunkSource, ~Copyable, Sendable {
    var given = 0
    let count: Int
    var failing: Int?

    init(count: Int, failing: Int? = nil) {
      self.count = count
      self.failing = failing
    }

    mutating func next() throws(RunError) -> Int? {
      if given == failing { throw RunError(.data, "chunk \(given)") }
      guard given < count else { return nil }
      defer { given += 1 }
      return given
    }
  }

  struct Squares: StageWorker, ~Copyable {
    let failing: Set<Int>
    let gate: Gate?

    mutating func process(_ chunk: Int) throws(RunError) -> Int {
      gate?.arrive()
      if failing.contains(chunk) { throw RunError(.io, "batch \(chunk)") }
      return chunk * chunk
    }

    mutating func encode(_ group: [Int]) throws(RunError) -> String { group.map(String.init).joined(separator: ",") }
  }

  struct Collected: OrderedSink, ~Copyable, Sendable {
    var pending: [Int] = []
    var admitted: [Int] = []
    var written: [String] = []

    mutating func admit(_ batch: Int) throws(RunError) -> [[Int]] {
      admitted.append(batch)
      pending.append(batch)
      guard pending.count == 3 else { return [] }
      defer { pending = [] }
      return [pending]
    }

    mutating func finish() throws(RunError) -> [[Int]] { pending.isEmpty ? [] : [pending] }

    mutating func append(_ encoded: String) throws(RunError) { written.append(encoded) }
  }

  /// Lets nobody on until `count` have arrived.
  final class Gate: Sendable {
    private let arrived: Guarded<Int>
    private let count: Int

    init(_ count: Int) {
      self.count = count
      arrived = Guarded(0)
    }

    func arrive() {
      arrived.withLock { $0 += 1 }
      arrived.waitUntil { $0 >= self.count ? () : nil }
    }
  }

  private func run(
    _ count: Int, workers: Int, failing: Set<Int> = [], failingSource: Int? = nil, gate: Gate? = nil
  ) throws -> (live: Int, admitted: [Int], written: [String]) {
    let run = OrderedRun(
      source: Numbers(count: count, failing: failingSource), sink: Collected(), window: RunWindow(workers: workers))
    let live = try run.run(workers: workers) { (_) throws(RunError) in
      Squares(failing: failing, gate: gate)
    } retire: { _ in
    }
    let (admitted, written) = try run.withSink { (sink) throws(RunError) in (sink.admitted, sink.written) }
    return (live, admitted, written)
  }

  @Test("results come in the order of the input at any number of workers", arguments: [1, 2, 5, 16])
  func order(_ workers: Int) throws {
    let result = try run(1000, workers: workers)
    #expect(result.admitted == (0..<1000).map { $0 * $0 })
    #expect(result.written.joined(separator: ",") == (0..<1000).map { String($0 * $0) }.joined(separator: ","))
    #expect(result.written.count == 334)
  }

  @Test("all workers are live at once, also where there are more of them than processors", arguments: [1, 2, 5, 16])
  func live(_ workers: Int) throws {
    // The gate opens only when every worker is in `process` at the same time.
    let result = try run(workers * 3, workers: workers, gate: Gate(workers))
    #expect(result.live == workers)
  }

  @Test("an empty source gives an empty result")
  func empty() throws {
    let result = try run(0, workers: 3)
    #expect(result.admitted.isEmpty && result.written.isEmpty)
  }

  @Test("of several failures the lowest chunk's is thrown", arguments: [1, 2, 5])
  func lowestFailure(_ workers: Int) throws {
    for _ in 0..<50 {
      #expect(throws: RunError(.io, "batch 7")) { try run(100, workers: workers, failing: [7, 8, 9, 30]) }
      #expect(throws: RunError(.data, "chunk 5")) {
        try run(100, workers: workers, failing: [7, 20], failingSource: 5)
      }
    }
  }
}
