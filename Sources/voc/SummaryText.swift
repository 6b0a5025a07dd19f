import Pipeline

/// The end of a run, for people.
enum SummaryText {
  static func lines(_ summary: RunSummary) -> [String] {
    var lines = [
      "\(count(summary.comments, "comment")) (\(count(summary.feedbackRejects, "record")) rejected), "
        + "\(summary.matched) matched to \(count(Int64(summary.purchases), "purchase")) "
        + "(\(count(summary.purchaseRejects, "record")) rejected)"
    ]
    if summary.mojibake > 0 {
      lines.append(
        "\(count(summary.mojibake, "comment")) \(summary.mojibake == 1 ? "is" : "are") mojibake, UTF-8 that was read with "
          + "a wrong encoding, and not understood: voc clean --repair-mojibake turns it back")
    }
    lines += summary.tables.map { "  \($0.name): \(count(Int64($0.rows), "row"))" }
    lines.append("published \(summary.folder)")
    return lines
  }

  private static func count(_ number: Int64, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// What a run would do, for people.
enum PlanText {
  static func make(_ request: RunRequest) throws(RunError) -> String {
    let plan = try PipelineRun(request).describeInputs()
    var text = "pipeline \(request.definition.name), run date \(request.runDate.text), \(request.workers) workers\n"
    for input in plan { text += "\(input.kind) \(input.source): \(input.path)\n" }
    for cube in request.definition.cubes { text += "cube \(cube.name): \(cube.dimensions.joined(separator: ", "))\n" }
    return text + "output \(request.directory)/run_date=\(request.runDate.text)\n"
  }
}
