import Buffers
import Columnar
import Purchases

// What is written when all comments are counted: cubes, purchase cells, insights, quality.
extension PipelineRun {
  private enum Made: Sendable {
    case cubes(CubeReport)
    case others([RecordBatch])
  }

  func writeTables(
    _ plan: RunPlan, _ counts: consuming RunCounts, _ purchases: PurchaseSide, _ quality: [FileQuality],
    _ output: OutputFolder, _ previous: ChangeCounts?
  ) throws(RunError) -> [WrittenFile] {
    let minimumBase = plan.definition.privacy.minimumBase
    let commented = counts.purchases
    let insights = counts.insights
    let counted = Parcel(counts)
    let tasks = ParallelTasks(workers: request.workers, timings: plan.timings)
    // One thread makes the other tables while the rest sorts the log.
    let rest = ParallelTasks(workers: max(1, request.workers - 1), timings: plan.timings)
    let made = try tasks.map(2) { (number) throws(RunError) -> Made in
      if number == 0 {
        return .cubes(
          try CubeReport(
            plan.cubes, counted.take(), logs: plan.logBudget.admits(0), repurchaseDays: plan.windows.repurchaseDays,
            minimumBase: minimumBase, rest))
      }
      let purchaseCells = PurchaseCells.batch(
        try purchases.cells(commented: commented, lastDay: plan.windows.lastDay), values: purchases.values,
        amountScale: plan.amountScale, minimumBase: minimumBase)
      let told = insights.take().batches(
        plan.insights, sources: plan.definition.feedback.map(\.name), previous: previous)
      return .others(told + [purchaseCells, QualityTable.batch(quality)])
    }
    var tables: [PendingTable] = []
    for part in made {
      switch part {
      case .cubes(let cubes): tables += cubes.tables(amountScale: plan.amountScale)
      case .others(let batches): tables += batches.map { PendingTable($0) }
      }
    }
    return try PendingTable.write(
      tables, to: output, options: plan.writerOptions, rowGroupRows: plan.definition.output.rowGroupRows,
      tasks)
  }
}
