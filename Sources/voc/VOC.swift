import ArgumentParser
import Foundation
import Glibc
import Pipeline

/// The command `voc` and its subcommands.
@main
struct VOC: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "voc",
    abstract: "Voice of the customer: what customers said and what they bought, as tables.",
    discussion: """
      Reads CSV exports of comments and purchases, understands comments in Russian, Indonesian, Finnish, Italian and \
      French, joins them to the purchases and writes Parquet tables.

      Exit status: 0 done; 2 clean has rejected records; 64 usage; 65 the data is not good enough or corrupt; 66 an input is missing; 70 a defect of \
      voc; 73 the output can't be created; 74 I/O error; 75 another run holds the output; 78 the pipeline or a lexicon \
      is wrong; 128+N on signal N.
      """,
    version: "voc \(Version.number)",
    subcommands: [
      RunCommand.self, CheckCommand.self, ClassifyCommand.self, ExplainCommand.self, EvaluateCommand.self,
      InspectCommand.self, CatCommand.self, CleanCommand.self, VerifyCommand.self, LexiconCommand.self,
      GenerateCommand.self,
    ])

  /// Runs a command and leaves with the status of the contract.
  static func main() {
    // A reader that goes away (`voc cat … | head`) ends the command; it is no error of ours.
    signal(SIGPIPE, SIG_DFL)
    // Whoever starts us may have blocked signals; a blocked one would be lost.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&blocked, number) }
    sigprocmask(SIG_UNBLOCK, &blocked, nil)
    // Swift finds the arguments through /proc; without them, help would be printed and all would seem well.
    guard CommandLine.argc > 0 else {
      StandardError.write("voc: the command line can't be read: is /proc mounted and readable?\n")
      Foundation.exit(RunError.Kind.io.rawValue)
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as RunError {
      StandardError.write("voc: \(error.message)\n")
      Foundation.exit(error.exitStatus)
    } catch {
      exit(withError: error)
    }
  }

  /// Has SIGINT, SIGTERM and SIGHUP end a run cleanly, or the process where the run takes too long to do so.
  static func listenForSignals() -> Interruption {
    Interruption { error in
      StandardError.write("voc: \(error.message)\n")
      // Other threads still work: nothing that they use may be taken down.
      _exit(error.exitStatus)
    }
  }
}
