public import Sentiment
public import Text

/// `voc classify`: one comment a line in, one JSON object a line out, in the same order, by several workers.
public enum Classification {
  /// Classifies all lines.
  ///
  /// - Parameters:
  ///   - paths: files; `-` is standard input.
  ///   - language: nil to identify each comment's.
  ///   - write: takes the output in order.
  public static func run(
    _ model: SentimentModel, paths: [String], language: Language?, workers: Int,
    write: @escaping @Sendable ([UInt8]) throws(RunError) -> Void
  ) throws(RunError) {
    let choice = language.map { LanguageChoice.given($0) } ?? .identify(minimumConfidence: Defaults.minimumConfidence)
    let run = OrderedRun(
      source: LineSource(paths), sink: ClassificationSink(write: write), window: RunWindow(workers: workers))
    _ = try run.run(workers: workers) { (_) throws(RunError) in
      ClassificationWorker(model, choice)
    } retire: { _ in
    }
  }
}

/// Classifies blocks of lines.
///
/// One a worker.
private struct ClassificationWorker: StageWorker, ~Copyable {
  private var analyzer: CommentAnalyzer
  private var analysis = CommentAnalysis()
  private var json: AnalysisJSON
  private let choice: LanguageChoice

  init(_ model: SentimentModel, _ choice: LanguageChoice) {
    analyzer = CommentAnalyzer(model)
    json = AnalysisJSON(model)
    self.choice = choice
  }

  mutating func process(_ block: LineBlock) throws(RunError) -> [UInt8] {
    json.removeAll()
    for (start, end) in zip(block.starts, block.ends) {
      let text = block.bytes.span.extracting(start..<end)
      analyzer.analyze(text, choice, into: &analysis)
      json.append(analysis, text: text)
    }
    return json.bytes
  }

  mutating func encode(_ group: Never) throws(RunError) -> Never {}
}

/// Hands on the output in order.
private struct ClassificationSink: OrderedSink, ~Copyable, Sendable {
  let write: @Sendable ([UInt8]) throws(RunError) -> Void

  mutating func admit(_ batch: [UInt8]) throws(RunError) -> [Never] {
    try write(batch)
    return []
  }

  mutating func finish() throws(RunError) -> [Never] { [] }

  mutating func append(_ encoded: Never) throws(RunError) {}
}
