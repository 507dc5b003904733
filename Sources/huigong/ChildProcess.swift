import Glibc
import JSON
import Service

/// A process that this one started, and ends at the latest when it is let go.
final class ChildProcess {
    let pid: pid_t
    /// What `waitpid` said, once it has ended.
    private(set) var status: Int32?

    /// Starts `program` with standard output and standard error going to a file (appended), or left as they are.
    init(_ program: String, _ arguments: [String], outputPath: String? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        if let outputPath {
            let flags = O_WRONLY | O_CREAT | O_APPEND
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, flags, 0o644)
            posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer {
            for word in words { free(word) }
        }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, program, &actions, nil, &words, environ)
        guard code == 0 else {
            let reason = systemMessage(code)
            throw CommandFailure(both("启动不了：\(reason.zh)", "cannot start: \(reason.english)"), at: program)
        }
        self.pid = pid
    }

    deinit { end(SIGKILL) }

    /// This very binary.
    static let ownPath: String = {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes {
            readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : "huigong"
    }()

    var hasEnded: Bool {
        if status == nil { collect(WNOHANG) }
        return status != nil
    }

    /// Sends a signal and waits for the end.
    func end(_ signal: Int32) {
        guard !hasEnded else { return }
        kill(pid, signal)
        collect(0)
    }

    /// Waits for the end; the exit code, or 128 and the signal as shells have it.
    func wait() -> Int32 {
        if status == nil { collect(0) }
        guard let status else { return -1 }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    private func collect(_ options: Int32) {
        var code: Int32 = 0
        while true {
            let result = waitpid(pid, &code, options)
            if result == pid { status = code }
            if result >= 0 || errno != EINTR { return }
        }
    }
}

/// Runs a program to its end.
///
/// - Returns: its exit code, and what it wrote to standard output and standard error.
func runToEnd(_ program: String, _ arguments: [String], outputPath: String) throws -> (code: Int32, output: String) {
    unlink(outputPath)
    let code = try ChildProcess(program, arguments, outputPath: outputPath).wait()
    return (code, String(decoding: try readFile(outputPath), as: UTF8.self))
}
