import Foundation
import Pipeline

/// Where the time of a run went, for people and for programs.
enum TimingsText {
  /// Two tables: the stages with their CPU, and the phases, one after the other.
  static func table(_ timings: RunTimings) -> String {
    let measured = timings.stages.reduce(0) { $0 + $1.nanoseconds }
    let rest = max(0, timings.processNanoseconds - measured)
    var rows = [["stage", "CPU s", "%", "rows", "ns/row", "MB", "MB/s"]]
    for stage in timings.stages {
      let perRow = stage.rows > 0 ? "\(stage.nanoseconds / stage.rows)" : ""
      let megabytes = Double(stage.bytes) / 1e6
      rows.append([
        stage.stage, seconds(stage.nanoseconds), percent(stage.nanoseconds, timings.processNanoseconds),
        stage.rows > 0 ? "\(stage.rows)" : "", perRow, stage.bytes > 0 ? number(megabytes, 1) : "",
        stage.bytes > 0 ? number(megabytes * 1e9 / Double(max(1, stage.nanoseconds)), 0) : "",
      ])
    }
    rows.append(["start and rest", seconds(rest), percent(rest, timings.processNanoseconds), "", "", "", ""])
    rows.append(["all", seconds(timings.processNanoseconds), "100", "", "", "", ""])
    var phases = [["phase", "wall s", "serial s", "waiting s"]]
    for phase in timings.phases {
      phases.append([
        phase.name, seconds(phase.nanoseconds), seconds(phase.serialNanoseconds), seconds(phase.waitingNanoseconds),
      ])
    }
    let wall = timings.phases.reduce(0) { $0 + $1.nanoseconds }
    let serial = timings.phases.reduce(0) { $0 + $1.serialNanoseconds }
    phases.append(["critical path", seconds(wall), seconds(serial), ""])
    let words =
      "words \(timings.words), of which a worker's table had \(number(timings.wordHitRate * 100, 2)) %; "
      + "peak memory \(number(Double(timings.peakBytes) / 1e6, 0)) MB\n"
    return lines(rows) + "\n" + lines(phases) + "\n" + words
  }

  /// One line: an object with the one key `timings`.
  static func json(_ timings: RunTimings) throws(RunError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do { return String(decoding: try encoder.encode(["timings": timings]), as: UTF8.self) + "\n" } catch {
      throw RunError(.defect, "timings can't be written as JSON: \(error)")
    }
  }

  private static func seconds(_ nanoseconds: Int64) -> String { number(Double(nanoseconds) / 1e9, 3) }

  private static func percent(_ part: Int64, _ whole: Int64) -> String {
    number(Double(part) * 100 / Double(max(1, whole)), 1)
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    let style = FloatingPointFormatStyle<Double>(locale: Locale(identifier: "en_US_POSIX"))
    return value.formatted(style.precision(.fractionLength(digits)).grouping(.never))
  }

  /// The first column to the left, numbers to the right.
  private static func lines(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
    var text = ""
    for row in rows {
      var line = row[0].padding(toLength: widths[0], withPad: " ", startingAt: 0)
      for column in 1..<row.count {
        line += String(repeating: " ", count: 2 + widths[column] - row[column].count) + row[column]
      }
      while line.hasSuffix(" ") { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}
