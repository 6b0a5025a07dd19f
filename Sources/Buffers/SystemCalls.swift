import Glibc

/// Calls of the system that a signal may interrupt, made again until they are done.
public enum SystemCalls {
  /// A call that is interrupted so often in a row never gets through: that is an error like any other.
  private static let maximumInterruptions = 1_000

  /// What a call gives that is made again while a signal interrupts it; a negative result leaves its reason in `errno`.
  public static func retrying(_ call: () -> Int) -> Int {
    var result = call()
    var interruptions = 0
    while result < 0, errno == EINTR, interruptions < maximumInterruptions {
      interruptions += 1
      result = call()
    }
    return result
  }

  /// Writes bytes, however few the system takes at a time.
  ///
  /// - Returns: how many were written; fewer than all where an error came, whose number is in `errno`.
  public static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Int {
    var done = 0
    while done < bytes.count {
      // The buffer holds `bytes.count` bytes, of which `done` are written.
      let written = unsafe bytes.withUnsafeBytes { buffer in
        retrying {
          unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
        }
      }
      // Nothing written and no error: who waits for more would wait for ever.
      if written == 0 { errno = EIO }
      if written <= 0 { return done }
      done += written
    }
    return done
  }

  /// Brings what was written to a file or folder to the disk; false where an error came, whose number is in `errno`.
  public static func sync(_ descriptor: Int32) -> Bool { retrying { Int(fsync(descriptor)) } == 0 }
}
