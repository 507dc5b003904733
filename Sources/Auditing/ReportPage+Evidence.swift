import JSON
import Proofs

/// The parts of the page that say what it rests on and how to check it.
extension ReportPage {
    var randomness: Markup {
        var part = Markup.heading("随机数与种子", "Randomness and seed")
        part += "<dl>\n"
        for source in report.randomness {
            switch source {
            case .commit(let value):
                part += .term(
                    "主办方的随机数，摘要事先写入第 0 条", "the organiser's number, committed in leaf 0",
                    ReportPage.counted(value))
            case .reveal(let party, _, let value):
                part += .term(
                    "第二方 \(party) 的随机数，摘要事先由其签名", "\(party)'s number, committed in a note that it signed",
                    ReportPage.counted(value))
            case .drand(let round, let availableAt, let value):
                part += .term(
                    "公共信标 drand 第 \(round) 轮", "public beacon drand, round \(round)",
                    "\(ReportPage.counted(value))<br>\(Markup.both("不早于", "not before")) \(time.text(availableAt))")
            case .public(let name, let form, let availableAt, let fallbackOf, let value):
                part += .term(
                    fallbackOf == nil ? "公开抽取：\(name)" : "公开抽取：\(name)（替代来源 \(fallbackOf ?? 0)）",
                    fallbackOf == nil
                        ? "drawn in public (\(form))" : "drawn in public (\(form)), for source \(fallbackOf ?? 0)",
                    "\(ReportPage.counted(value))<br>\(Markup.both("不早于", "not before")) \(time.text(availableAt))")
            }
        }
        part += .term("截止时的根", "root at the closing", .hex(report.closing.root))
        part += .term("种子", "seed", report.seed.map { Markup.hex($0) } ?? .both("没有", "none"))
        part += .term("章程摘要", "hash of leaf 0", .hex(report.charter))
        part += .term(
            "整份记录", "whole log",
            "\(Markup.both("\(report.checkpoint.size) 条", "\(report.checkpoint.size) leaves"))<br>\(Markup.hex(report.checkpoint.root))"
        )
        part += "</dl>\n"
        return part
    }

    private static func counted(_ value: String?) -> Markup {
        value.map { Markup.hex($0) } ?? .both("没有（不计入种子）", "none (does not count in the seed)")
    }

    var registry: Markup {
        guard let registry = report.registry else { return "" }
        var part = Markup.heading("主办方的登记簿", "The organiser's registry")
        part += "<dl>\n"
        part += .term(
            "登记簿", "registry",
            """
            \(Markup.both("\(registry.size) 条", "\(registry.size) records"))<br>\(Markup.hex(registry.root))<br>\
            \(Markup.hex(registry.verificationKey))
            """)
        if registry.siblings.isEmpty {
            part += .term("同期的其他活动", "other campaigns at the time", .both("没有", "none"))
        }
        for sibling in registry.siblings {
            let state = Registered.Event(rawValue: sibling.state)?.label ?? BilingualText(zh: sibling.state, en: nil)
            part += .term(
                "同期的其他活动", "another campaign at the time",
                "\(sibling.origin)<br>\(Markup.both(state))<br>\(time.text(sibling.opens)) – \(time.text(sibling.closes))"
            )
        }
        part += "</dl>\n"
        return part
    }

    var proven: Markup {
        var part = Markup.heading("核验通过时，这份审计包证明", "Proven, when the checks pass")
        part += .list(
            Proven.texts(
                hasRoll: report.roll != nil, hasTickets: drawsTickets,
                ranksPeople: report.ranking?.givesPrizes == true, hasWorks: report.contest != nil,
                isDrawn: report.noDraw == nil))
        return part
    }

    var notProven: Markup {
        var part = Markup.heading("这份审计包不证明", "Not proven")
        part += .list(NotProven.texts(hasRoll: report.roll != nil).map(\.text))
        return part
    }

    var howToCheck: Markup {
        var part = Markup.heading("怎样自己核验", "How to check it yourself")
        part += """
            <p>\(Markup.both("不要只看这一页：在整个文件夹上运行下面任一程序。公钥和号码请从别处得来：这一页若是伪造的，它印出的公钥和号码也是。",
            "Don't rely on this page: run either program on the whole folder. Take the key and the numbers from elsewhere: if this page is forged, so is every key and number on it."))</p>
            <pre>python3 verify.py . --vkey '&lt;海报上印的公钥 the key printed on the poster&gt;'\(publicOptions)
            huigong verify . --vkey '&lt;海报上印的公钥 the key printed on the poster&gt;'\(publicOptions)</pre>

            """
        if let example, let seed = report.seed {
            let chance = example.chance == 1 ? "" : ".\(example.chance)"
            part += """
                <p>\(Markup.both("一个签号用一条命令就能算出，例如第 \(example.index) 条提交的签号：",
                "One ticket is one command; here the ticket of entry \(example.index):"))</p>
                <pre>printf '%s' '\(seed),\(example.index)\(chance)' | sha256sum
                \(example.ticket)  -</pre>

                """
        }
        part += """
            <p>\(Markup.both("文件有没有改动：", "Whether a file was changed:"))</p>
            <pre>sha256sum -c SHA256SUMS</pre>

            """
        return part
    }

    /// What a caller who saw the numbers drawn adds, so that the grade stands without its condition.
    private var publicOptions: String {
        guard report.days.isEmpty else { return report.days.map { publicOptions($0, "\($0.phase)/") }.joined() }
        return publicOptions(report, "")
    }

    private func publicOptions(_ report: Report, _ prefix: String) -> String {
        report.randomness.map { source in
            switch source {
            case .public(let name, _, _, _, .some): return " --public '\(prefix)\(name)=<您亲见的号码 the number you saw>'"
            case .reveal(let party, _, .some): return " --party '<\(party) 给您的公钥 the key it gave you>'"
            default: return ""
            }
        }.joined()
    }
}
