import Pipeline

/// The end of a run, for people.
enum SummaryText {
  static func lines(_ summary: RunSummary) -> [String] {
    var lines = [
      "\(summary.comments) comments (\(summary.feedbackRejects) records rejected), \(summary.matched) matched to "
        + "\(summary.purchases) purchases (\(summary.purchaseRejects) records rejected)"
    ]
    lines += summary.tables.map { "  \($0.name): \($0.rows) row\($0.rows == 1 ? "" : "s")" }
    lines.append("published \(summary.folder)")
    return lines
  }
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
