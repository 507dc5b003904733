import Testing

struct UsageTests {
    @Test func `lists the commands`() throws {
        let run = try CommandRun("help")
        #expect(
            run.output == """
                huigong — provably fair campaigns for mass organisations

                usage: huigong COMMAND [OPTIONS]

                  serve         Run the daemon for the campaigns of a folder
                  new           Write a campaign file to start from
                  check         Check campaign files and their rolls, and preview them
                  explain       Show how an answer is scored, or what a purchase is granted
                  status        Show the daemon's campaigns and files
                  watch         Show a campaign's tally live
                  call          Send one request to the daemon and show the answer
                  receipt       Write one participant's receipt
                  export        Write the audit bundle of a drawn or voided campaign
                  auditor-file  Write the file that lets an auditor check who the winners are
                  verify        Check an audit bundle from its files alone
                  witness       Vouch for the heads of logs as an independent witness
                  reveal        For a second party: fix a number for a draw, and give it afterwards
                  bench         Measure durable answers a second on this machine
                  demo          Play two whole campaigns against a real daemon and verify them
                  help          Show the commands, or the page of one
                  version       Show the version

                `huigong help COMMAND` shows the options of one.
                exit codes: 0 done, 1 failed, 2 usage or unreadable, 3 passed with something not provable, 69 no daemon

                """)
        #expect(run.messages.isEmpty)
        #expect(run.exitCode == 0)
    }

    @Test func `shows the commands as a message when none is named`() throws {
        let run = try CommandRun()
        #expect(run.output.isEmpty)
        #expect(run.messages.hasPrefix("huigong — provably fair campaigns"))
        #expect(run.exitCode == 2)
    }

    @Test func `shows the page of a command`() throws {
        let run = try CommandRun("export", "--help")
        #expect(
            run.output == """
                usage: huigong export CAMPAIGN [OPTIONS]

                Write the audit bundle of a drawn or voided campaign.

                  --into DIR    Where the bundle goes (default bundles/CAMPAIGN in the daemon's data)
                  --json        Show the daemon's answer as JSON
                  --data DIR    The daemon's data (default $XDG_STATE_HOME/huigong or ~/.local/state/huigong)
                  --rehearse    Talk to the rehearsal and not to the live daemon
                  --lang zh|en  The language of what is shown (default: that of the locale, en where it is not Chinese)
                  --help        Show this page

                """)
        #expect(run.exitCode == 0)
        #expect(try CommandRun("help", "export").output == run.output)
    }

    @Test func `tells its version`() throws {
        let run = try CommandRun("version")
        #expect(run.output == "huigong 0.1.0\n")
        #expect(run.exitCode == 0)
        #expect(try CommandRun("--version").output == run.output)
    }

    /// A mistake in the command line, and the two lines that it is answered with.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let words: [String]
        let error: String
        let hint: String

        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Mistake(words: ["chekc"], error: "unknown command — chekc", hint: "did you mean `huigong check`?"),
        Mistake(
            words: ["frobnicate"], error: "unknown command — frobnicate", hint: "`huigong help` lists the commands"),
        Mistake(words: ["status", "--dta", "x"], error: "unknown option — --dta", hint: "did you mean `--data`?"),
        Mistake(words: ["status", "-q"], error: "unknown option — -q", hint: "usage: huigong status [OPTIONS]"),
        Mistake(
            words: ["status", "--data"], error: "--data needs a value: --data DIR",
            hint: "usage: huigong status [OPTIONS]"),
        Mistake(
            words: ["status", "--json=1"], error: "--json takes no value — --json=1",
            hint: "usage: huigong status [OPTIONS]"),
        Mistake(
            words: ["status", "--data", "a", "--data", "b"], error: "--data was given twice",
            hint: "usage: huigong status [OPTIONS]"),
        Mistake(words: ["watch"], error: "CAMPAIGN is missing", hint: "usage: huigong watch CAMPAIGN [OPTIONS]"),
        Mistake(
            words: ["watch", "a", "b"], error: "one word too many — b", hint: "usage: huigong watch CAMPAIGN [OPTIONS]"),
        Mistake(
            words: ["watch", "a", "--lang", "de"], error: "--lang takes one of zh, en — de",
            hint: "usage: huigong watch CAMPAIGN [OPTIONS]"),
        Mistake(
            words: ["bench", "intake", "--depth", "0"], error: "--depth takes a whole number from 1 to 1024 — 0",
            hint: "usage: huigong bench intake|instant|roll [OPTIONS]"),
        Mistake(
            words: ["call", "tally", "{\"a\":}"],
            error: "PARAMS is not JSON: expected a value, found ‘}’ — 1:6",
            hint: "usage: huigong call METHOD [PARAMS] [OPTIONS]"),
        Mistake(
            words: ["call", "tally", "[1]"], error: "PARAMS must be a JSON object — [1]",
            hint: "usage: huigong call METHOD [PARAMS] [OPTIONS]"),
        Mistake(
            words: ["verify", "b", "--public", "x"], error: "--public takes NAME=VALUE — x",
            hint: "usage: huigong verify BUNDLE [OPTIONS]"),
        Mistake(
            words: ["verify", "b", "--public", "x=1 2 three"],
            error: "number 3 is a decimal integer, got “three” — 1 2 three",
            hint: "usage: huigong verify BUNDLE [OPTIONS]"),
        Mistake(
            words: ["verify", "b", "--vkey", "nonsense"],
            error: "--vkey takes a key name+hex8+base64, whole — nonsense",
            hint: "usage: huigong verify BUNDLE [OPTIONS]"),
    ])
    func `answers a mistake with what and what to do`(_ mistake: Mistake) throws {
        let run = try CommandRun(words: mistake.words)
        #expect(run.messages == "huigong: error: \(mistake.error)\nhint: \(mistake.hint)\n")
        #expect(run.output.isEmpty)
        #expect(run.exitCode == 2)
    }

    @Test(arguments: [
        Mistake(words: ["chekc"], error: "没有这个命令 — chekc", hint: "是不是 `huigong check`？"),
        Mistake(words: ["status", "--dta", "x"], error: "没有这个选项 — --dta", hint: "是不是 `--data`？"),
        Mistake(words: ["watch"], error: "缺少 CAMPAIGN", hint: "用法是 huigong watch CAMPAIGN [OPTIONS]"),
        Mistake(
            words: ["bench", "intake", "--depth", "0"], error: "--depth 应为 1 到 1024 的整数 — 0",
            hint: "用法是 huigong bench intake|instant|roll [OPTIONS]"),
        Mistake(
            words: ["verify", "b", "--vkey", "nonsense"], error: "--vkey 应为完整的公钥 name+hex8+base64 — nonsense",
            hint: "用法是 huigong verify BUNDLE [OPTIONS]"),
        Mistake(
            words: ["call", "tally", "{\"a\":}"], error: "PARAMS 不是 JSON：应为一个值，实为 ‘}’ — 1:6",
            hint: "用法是 huigong call METHOD [PARAMS] [OPTIONS]"),
    ])
    func `answers a mistake in Chinese where the locale or --lang asks for it`(_ mistake: Mistake) throws {
        let expected = "huigong: 错误：\(mistake.error)\n提示：\(mistake.hint)\n"
        #expect(try CommandRun(words: mistake.words, locale: "zh_CN.UTF-8").messages == expected)
        #expect(try CommandRun(words: mistake.words + ["--lang", "zh"]).messages == expected)
        let english = try CommandRun(words: mistake.words + ["--lang=en"], locale: "zh_CN.UTF-8").messages
        #expect(english.hasPrefix("huigong: error: ") && !english.unicodeScalars.contains(where: isChinese))
    }

    @Test func `every page of help is in one language`() throws {
        let names = try CommandRun("help").output.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names.count == 17)
        for name in names {
            let english = try CommandRun("help", name).output
            #expect(!english.unicodeScalars.contains(where: isChinese), "\(english)")
            let chinese = try CommandRun("help", name, "--lang", "zh").output
            #expect(chinese == (try CommandRun(name, "--help", locale: "zh_CN.UTF-8").output))
            let options = chinese.split(separator: "\n").filter { $0.hasPrefix("  --") }
            #expect(options.count == english.split(separator: "\n").count { $0.hasPrefix("  --") })
            for line in options { #expect(line.unicodeScalars.contains(where: isChinese), "\(line)") }
        }
    }

    @Test func `says where no daemon listens`() throws {
        let directory = try ScratchDirectory()
        for words in [["status"], ["call", "tally"], ["watch", "x"], ["export", "x"]] {
            let run = try CommandRun(words: words + ["--data", directory.path])
            let socket = ["status", "export"].contains(words[0]) ? "control.sock" : "intake.sock"
            #expect(
                run.messages == """
                    huigong: error: no daemon is listening — \(directory.path)/\(socket)
                    hint: start one with `huigong serve FOLDER`, or name its data with --data DIR (and --rehearse)

                    """)
            #expect(run.exitCode == 69)
        }
    }

    @Test func `looks for a rehearsal in its own store`() throws {
        let run = try CommandRun("call", "tally", "--data", "/nowhere", "--rehearse")
        #expect(run.messages.contains("/nowhere/rehearsal/intake.sock"))
    }

    @Test func `sends control methods to the control socket`() throws {
        for method in ["status", "close", "randomness", "draw", "export", "clock"] {
            let run = try CommandRun("call", method, "--data", "/nowhere")
            #expect(run.messages.contains("/nowhere/control.sock"))
        }
        #expect(try CommandRun("call", "tally", "--control", "--data", "/nowhere").messages.contains("control.sock"))
    }
}

private func isChinese(_ scalar: Unicode.Scalar) -> Bool { (0x3400...0x9FFF).contains(scalar.value) }
