import Glibc
import JSON
import Platform
import Terminal

/// The live tally while a crowd answers: repainted in place on a terminal, a line a second elsewhere.
struct DemoTally {
    private let watcher: TallyWatcher
    private let language: Language
    private let isPainting = isatty(STDOUT_FILENO) == 1
    private var screen = Screen()
    private var meter = RateMeter()
    private var latest: (snapshot: TallySnapshot, at: Int64)?
    private var shownAt: Int64

    init(stage: DemoStage, campaign: String) throws {
        watcher = try TallyWatcher(path: stage.daemon.store.intakeSocket, campaign: campaign, language: stage.language)
        language = stage.language
        shownAt = monotonicMilliseconds()
    }

    /// Takes what has come and shows it when it is time to.
    mutating func update() throws {
        let now = monotonicMilliseconds()
        var newest: TallySnapshot?
        _ = try watcher.receive { snapshot, _ in newest = snapshot }
        if let newest {
            meter.add(entries: newest.entries, at: now)
            latest = (newest, now)
        }
        guard now - shownAt >= (isPainting ? 100 : 1_000) else { return }
        shownAt = now
        show()
    }

    /// Shows the last state and leaves it standing.
    mutating func leave() {
        if isPainting { show() }
        screen.leave()
    }

    private mutating func show() {
        guard let latest else { return }
        let now = monotonicMilliseconds()
        let frame = TallyFrame(
            snapshot: latest.snapshot, perSecond: meter.perSecond(at: now),
            now: latest.snapshot.tick + now - latest.at, language: language, style: Output.style())
        guard isPainting else {
            Output.result("           " + frame.line)
            return
        }
        let size = TerminalSize(of: STDOUT_FILENO) ?? .usual
        Output.write(
            screen.paint([""] + frame.lines(width: size.columns) + [""], width: size.columns, height: size.rows),
            to: STDOUT_FILENO)
    }
}
