import Auditing
import Glibc
import JSON
import Synchronization
import Terminal

/// How far `huigong verify` has come with a big bundle: one line on a terminal's standard error, rewritten in place.
final class VerificationProgressLine: Sendable {
    /// Smaller bundles are done before anybody could read it.
    private static let leastLeaves = 20_000

    private let language: Language
    private let shown = Mutex("")

    private init(language: Language) { self.language = language }

    /// Nil where standard error is no terminal.
    static func onTerminal(_ language: Language) -> VerificationProgressLine? {
        isatty(STDERR_FILENO) == 1 ? VerificationProgressLine(language: language) : nil
    }

    func show(_ progress: VerificationProgress) {
        guard let text = Self.text(progress, language) else { return }
        shown.withLock { last in
            guard text != last else { return }
            last = text
            Output.write("\r\u{1B}[K" + text, to: STDERR_FILENO)
        }
    }

    func clear() {
        shown.withLock { last in
            if !last.isEmpty { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
            last = ""
        }
    }

    /// Changes with every percent of the leaves; nil for what needs no line.
    static func text(_ progress: VerificationProgress, _ language: Language) -> String? {
        guard progress.step == .log, progress.total >= leastLeaves else { return nil }
        let percent = progress.done * 100 / progress.total
        let total = grouped(progress.total)
        return language == .zh ? "正在核对 \(total) 条记录：\(percent)%" : "checking \(total) leaves: \(percent)%"
    }
}
