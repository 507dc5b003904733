import JSON

/// The parts of the page that show what happened.
extension ReportPage {
    var head: Markup {
        let first = firstLine
        var part: Markup = """
            <p class="grade"><b>\(first.zh)</b> <span lang="en">\(first.text(.en))</span></p>

            """
        if report.isRehearsal {
            part += """
                <p class="rehearsal">\(Markup.both("演练：这不是真实的抽奖，结果无效。", "Rehearsal: no real draw, no prize."))</p>

                """
        }
        part += "<h1><bdi>\(report.title.zh)</bdi></h1>\n"
        if let english = report.title.en { part += "<p lang=\"en\"><bdi>\(english)</bdi></p>\n" }
        part += "<dl>\n"
        part += .term("主办方", "organiser", "<bdi>\(report.organiser)</bdi>")
        part += .term("活动编号", "campaign", .hex(report.campaign))
        part += .term("核验公钥", "verification key", .hex(report.verificationKey))
        part += "</dl>\n"
        return part
    }

    /// What the evidence is worth, or that there is no draw and why.
    private var firstLine: BilingualText {
        let line =
            report.noDraw.map { $0.line(time) }
            ?? BilingualText(zh: report.grade?.line(.zh) ?? "", en: report.grade?.line(.en))
        guard report.roll == nil else { return line }
        return BilingualText(
            zh: "\(line.zh)；人人可参加，没有名册：参加者的身份没有事先固定",
            en: "\(line.text(.en)); anybody could take part, without a roll: identities were not fixed beforehand")
    }

    var counts: Markup {
        var part = Markup.heading("概况", "In figures")
        part += "<dl>\n"
        part += .term("开始", "opens", "\(time.text(report.opens))")
        part += .term("结束", "closes", "\(time.text(report.closes))")
        if report.days.isEmpty {
            part += phaseClosing
        } else {
            part += .term("停止接收", "intake ended", "\(time.text(report.intakeEnded))")
            part += .term("有效提交", "entries", "\(report.days.reduce(0) { $0 + $1.entries })")
        }
        part += .term("名册", "roll", roll)
        if report.days.isEmpty { part += inTheDraw }
        if report.withheld != Report.Withheld() {
            part += .term(
                "异议期后已抹去", "erased after the dispute window",
                Markup.both(
                    "\(report.withheld.openings) 次提交的内容，名册 \(report.withheld.roll) 行",
                    "what \(report.withheld.openings) entries said, \(report.withheld.roll) lines of the roll"))
        }
        part += "</dl>\n"
        return part
    }

    /// When a phase ended, and what came in it.
    private var phaseClosing: Markup {
        var part: Markup = .term("停止接收", "intake ended", "\(time.text(report.intakeEnded))")
        part += .term(
            "截止记录", "closing record",
            "\(Markup.both("第 \(report.closing.index) 条", "leaf \(report.closing.index)"))，\(time.text(report.closing.at))"
        )
        part += .term("有效提交", "entries", "\(report.entries)")
        part += .term("参与人数", "people", "\(report.people)")
        return part
    }

    private var inTheDraw: Markup {
        guard drawsTickets else { return "" }
        return .term(
            "抽奖名单", "in the draw",
            Markup.both(
                "\(report.eligible.people) 人，\(report.eligible.rows) 次提交，\(report.eligible.chances) 个机会",
                "\(report.eligible.people) people, \(report.eligible.rows) entries, "
                    + "\(report.eligible.chances) chances"))
    }

    /// The rows of one day.
    var phaseCounts: Markup {
        var part = phaseClosing
        part += inTheDraw
        return part
    }

    private var roll: Markup {
        guard let roll = report.roll else { return .both("没有名册，人人可参加", "none: anybody could take part") }
        var part =
            report.tiers.isEmpty
            ? Markup.both("\(roll.count) 人", "\(roll.count) people")
            : .both("\(roll.count) 人，其中 \(roll.mayWin) 人可以得奖", "\(roll.count) people, of whom \(roll.mayWin) may win")
        part += added(to: roll)
        part += "<br>\(Markup.hex(roll.root))"
        return part
    }

    /// Who came after the announcement; nothing where nobody did.
    private func added(to roll: Report.Roll) -> Markup {
        var part: Markup = ""
        for added in roll.added {
            part += "<br>"
            part += .both("公布后增加 \(added.count) 人", "\(added.count) added after the announcement")
            part += "，\(time.text(added.at))，\(Markup.both("第 \(added.index) 条", "leaf \(added.index)"))"
        }
        return part
    }

    var tiers: Markup {
        var part = instant
        if report.contest != nil, report.tiers.isEmpty {
            part += claims
            if report.alternates > 0 { part += alternates(in: "draw/ranking.csv") }
            return part
        }
        guard report.noDraw == nil else {
            part += undrawn
            return part
        }
        guard !report.tiers.isEmpty else { return part }
        part += Markup.heading("得奖", "Winners")
        for tier in report.tiers {
            part += "<h3>\(Markup.both(tier.title))</h3>\n<p>"
            if let prize = prizes.first(where: { $0.tier == tier.id }) {
                part += "\(Markup.both(prize.prize)) · \(ReportPage.yuan(prize.value)) 元 · "
            }
            part += .both(
                "共 \(tier.count) 名，抽出 \(tier.winners.count) 名", "\(tier.winners.count) of \(tier.count) awarded")
            part += "</p>\n"
            part += winners(of: tier)
        }
        part += claims
        part += alternates(in: report.ranking?.givesPrizes == true ? "draw/ranking.csv" : "draw/tickets.csv")
        return part
    }

    private func alternates(in file: String) -> Markup {
        let order = Markup.both(
            "递补 \(report.alternates) 名，名次见 \(file)。", "\(report.alternates) alternates; their order is in \(file).")
        return "<p>\(order)</p>\n"
    }

    /// What nobody won.
    private var undrawn: Markup {
        var part = Markup.heading("没有开奖", "No draw")
        let never = Markup.both("下列奖品没有抽出，也不会再抽。", "These prizes were not drawn, and in this campaign never will be.")
        part += "<p>\(never)</p>\n<ul>\n"
        for tier in report.tiers {
            part += "<li>\(Markup.both(tier.title))：\(Markup.both("\(tier.count) 名", "\(tier.count) prizes"))</li>\n"
        }
        part += "</ul>\n"
        return part
    }

    /// What was won at once; nothing where nothing could be.
    private var instant: Markup {
        guard let instant = report.instant else { return "" }
        let rest =
            report.noDraw == nil
            ? BilingualText(zh: "以下未抽出的名额已转入截止后的抽奖。", en: "What was left went to the draw below.")
            : BilingualText(zh: "余下的没有开奖。", en: "What was left was not drawn.")
        var part = Markup.heading("即开", "Won at once")
        if let activation = instant.activation { part += odds(activation, rest) }
        if instant.activation == nil { part += "<p>\(Markup.both(rest))</p>\n" }
        if let fallbacks = instant.fallbacks {
            let told = Markup.both("安慰奖发出 \(fallbacks) 份。", "Fallback prizes given: \(fallbacks).")
            part += "<p>\(told)</p>\n"
        }
        for (tier, drawn) in zip(instant.tiers, report.tiers) {
            part += "<h3>\(Markup.both(drawn.title))</h3>\n<p>"
            part += .both(
                "抽中 \(tier.hits) 次，发出 \(tier.awarded) 份，余 \(tier.left) 份",
                "\(tier.hits) hits, \(tier.awarded) awarded, \(tier.left) left")
            if let guaranteed = tier.guaranteed {
                part += .both("；其中保底 \(guaranteed) 份", "; guaranteed: \(guaranteed)")
            }
            if let first = tier.first { part += .both("；其中首答 \(first) 份", "; first to solve: \(first)") }
            part += "</p>\n"
            part += instantWinners(of: tier)
        }
        return part
    }

    private func odds(_ activation: Report.Randomness, _ rest: BilingualText) -> Markup {
        var part: Markup =
            "<p>\(Markup.both("中奖由本人、次数和启动随机数决定；每级最后一份归谁取决于到达次序。\(rest.zh)", "What is hit is fixed by person, attempt and activation; who got the last piece of a tier rests on the order of arrival. \(rest.text(.en))"))</p>\n<dl>\n"
        part += .term("启动随机数", "activation", .hex(activation.value ?? "-"))
        part += "</dl>\n"
        return part
    }

    private func instantWinners(of tier: Report.Instant.Tier) -> Markup {
        guard !tier.winners.isEmpty else { return "" }
        var part: Markup = """
            <div class="wide"><table>
            <tr><th>\(Markup.both("中奖者", "winner"))</th><th>\(Markup.both("提交", "entry"))</th></tr>

            """
        for winner in tier.winners {
            part += "<tr><td><bdi>\(winner.display)</bdi></td><td>\(winner.index)</td></tr>\n"
        }
        part += "</table></div>\n"
        return part
    }

    private func winners(of tier: Report.Tier) -> Markup {
        guard !tier.winners.isEmpty else { return "<p>\(Markup.both("没有人得奖。", "Nobody won it."))</p>\n" }
        var part: Markup = """
            <div class="wide"><table>
            <tr><th>\(Markup.both("名次", "rank"))</th><th>\(Markup.both("中奖者", "winner"))</th>\
            <th>\(Markup.both("提交", "entry"))</th><th>\(Markup.both("签号", "ticket"))</th></tr>

            """
        for winner in tier.winners {
            part += """
                <tr><td>\(winner.rank)</td><td><bdi>\(winner.display)</bdi></td><td>\(winner.index)</td>\
                <td class="hex">\(winner.ticket)</td></tr>

                """
        }
        part += "</table></div>\n"
        guard let cut = tier.cut else { return part }
        part +=
            "<p>\(Markup.both("线：不大于它的签号都得奖，除非按规则跳过。", "Cut: a ticket at or below it won, unless skipped."))<br>\(Markup.hex(cut))</p>\n"
        return part
    }

    /// Fen as yuan with two decimals.
    private static func yuan(_ fen: Int64) -> String {
        let cents = fen % 100
        return "\(fen / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    var skips: Markup {
        guard report.noDraw == nil, !report.tiers.isEmpty else { return "" }
        let rows = [
            (BilingualText(zh: "本人已经得奖", en: "had won already"), report.skips.oneWin),
            (BilingualText(zh: "同一家庭已达上限", en: "household at its cap"), report.skips.household),
            (BilingualText(zh: "同一单位已达上限", en: "unit at its cap"), report.skips.unit),
        ].filter { $0.1 > 0 }
        var part = Markup.heading("跳过与放弃", "Skips and forfeits")
        if rows.isEmpty { part += "<p>\(Markup.both("没有人因上限被跳过。", "Nobody was skipped."))</p>\n" }
        if !rows.isEmpty {
            part += "<ul>\n"
            for (rule, count) in rows { part += "<li>\(Markup.both(rule))：\(count)</li>\n" }
            part += "</ul>\n"
        }
        part += forfeits
        return part
    }

    var amendments: Markup {
        var part = Markup.heading("公布之后的变更", "Changes after announcing")
        guard !report.amendments.isEmpty else {
            part += "<p>\(Markup.both("没有变更。", "None."))</p>\n"
            return part
        }
        part += "<ul>\n"
        for amendment in report.amendments { part += row(amendment) }
        part += "</ul>\n"
        return part
    }

    var refusals: Markup {
        var part = Markup.heading("拒绝的提交", "Refused submissions")
        part += "<p>\(Markup.both("数字由主办方提供，无法由公开内容证明。", "These figures are the operator's word."))</p>\n"
        guard !report.refusals.isEmpty else {
            part += "<p>\(Markup.both("没有。", "None."))</p>\n"
            return part
        }
        part += "<div class=\"wide\"><table>\n"
        for refusal in report.refusals {
            let words = RefusalReason.text(refusal.reason).map { Markup.both($0) } ?? ""
            part += "<tr><td>\(words)</td><td><code>\(refusal.reason)</code></td><td>\(refusal.count)</td></tr>\n"
        }
        part += "</table></div>\n"
        return part
    }
}
