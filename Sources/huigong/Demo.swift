import Campaigns
import JSON
import Platform
import Terminal

/// `huigong demo`: two campaigns from the opening to the verified bundle, with a power cut in the middle.
enum Demo {
    /// A minute before the lanterns are lit; the rehearsal's clock begins here.
    static let start = "2027-02-20T08:59:00+08:00"
    static let startMilliseconds: Int64 = 1_803_085_140_000

    static let command = Command(
        name: "demo",
        summary: both("用真的守护进程演完两个活动并核验", "Play two whole campaigns against a real daemon and verify them"),
        options: [
            Command.Option(
                "--into", "DIR",
                help: both(
                    "东西都放在哪里，保留（默认一个临时文件夹，也保留）",
                    "Where everything goes, kept (default: a temporary folder, kept too)")),
            Command.Option("--people", "N", help: both("多少人参与（默认 20000）", "How many people take part (default 20000)")),
            Command.Option(
                "--roll", "N", help: both("名册上多少人（默认 188000）", "How many people are on the roll (default 188000)")),
            Command.Option(
                "--seed", "TEXT",
                help: both("人和密钥由它得出（默认 demo）", "What people and secrets come from (default: demo)")),
            Command.Option(
                "--campaigns", "DIR", help: both("活动样例（默认 Campaigns）", "The sample campaigns (default Campaigns)")),
        ],
        details: both(
            """
            守护进程在单独的进程里演练。一群人猜灯谜，守护进程在负载下被杀掉再启动，凡是应答过的提交都必须还在。
            随后两个活动截止、开奖、导出，由两个独立的程序核验。显示的每一件事都核对过：全部成立，退出码才是 0。
            """,
            """
            A daemon runs in rehearsal in a process of its own. A crowd guesses lantern riddles, the daemon is killed
            under load and started again, and every acknowledged answer must still be there. Then both campaigns are
            closed, drawn, exported and verified by two independent programs. Everything shown is checked: the exit
            code is 0 only when all of it held.
            """)
    ) { arguments in
        let startedAt = monotonicMilliseconds()
        let samples = arguments.value("--campaigns") ?? "Campaigns"
        let seed = arguments.value("--seed") ?? "demo"
        let rollCount = try arguments.integer("--roll", in: 100...9_999_999, usual: DemoFolder.usualRollCount)
        let peopleCount = try arguments.integer("--people", in: 100...rollCount, usual: min(20_000, rollCount))
        let language = arguments.language
        let directory = try arguments.value("--into").map(absolutePath) ?? makeTemporaryDirectory("demo")
        guard !fileExists(directory + "/data") else {
            throw CommandFailure(
                both("文件夹里有以前的演示", "an earlier demo is in the folder"), at: directory,
                hint: both("换一个空文件夹", "name an empty folder"), exitCode: .usage)
        }
        try makeDirectory(directory)
        let (riddle, quiz, roll) = try DemoFolder.prepare(
            directory, samples: samples, rollCount: rollCount, seed: seed)
        let stage = try DemoStage(
            directory: directory, seed: seed, peopleCount: peopleCount, language: language,
            organiser: riddle.organiser, startedAt: startedAt)
        do {
            try play(stage, riddle, quiz, roll, verifier: DemoFolder.tool("verify.py", samples: samples))
        } catch let error as SocketError {
            throw stage.lostDaemon(error)
        }
        return .ok
    }

    private static func play(
        _ stage: DemoStage, _ riddle: Campaign, _ quiz: Campaign, _ roll: Roll, verifier: String
    ) throws {
        stage.tell("文件夹 \(stage.directory)", "folder \(stage.directory)")
        stage.tell("名册 \(grouped(roll.people.count)) 人", "a roll of \(grouped(roll.people.count)) people")
        try stage.daemon.start()
        stage.tell(
            "演练守护进程 \(stage.daemon.pid)，时钟从 \(start) 起", "rehearsal daemon \(stage.daemon.pid), its clock at \(start)")
        try act(DemoAct(stage: stage, campaign: riddle, roll: roll), killing: true, verifier)
        try act(DemoAct(stage: stage, campaign: quiz, roll: roll), killing: false, verifier)
        stage.daemon.stop()
        stage.heading(
            "完成：\(stage.checks) 项核对全部成立，用时 \(stage.seconds) 秒",
            "done: all \(stage.checks) things checked held, in \(stage.seconds) s")
        Output.result(stage.directory)
    }

    private static func act(_ act: DemoAct, killing: Bool, _ verifier: String) throws {
        try act.open()
        try act.gather(killing: killing)
        try act.askAgain()
        try act.close()
        let values = try act.giveRandomness()
        let winners = try act.draw()
        try act.export()
        try act.verify(pythonVerifier: verifier, publicValues: values)
        guard try act.settle(winners) else { return }
        try act.export()
        try act.verify(pythonVerifier: verifier, publicValues: values)
    }
}
