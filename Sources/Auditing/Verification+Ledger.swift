import Books
import Campaigns
import JSON
import Proofs

/// Vouchers and money: part of check `ledger`.
extension Verification {
    /// Every claim and event is one that the rules allow then, none is missing, and what they come to is what the closing,
    /// the last leaf, ledger.csv and the settlements say.
    mutating func checkLedger() {
        guard let timeline, let rules, let judge else { return }
        let campaign = amendments?.campaign ?? rules.campaign
        guard let fundRules = FundRules(campaign) else { return }
        checkHours(timeline, campaign)
        var walk = FundWalk(fundRules)
        var (claims, events) = (loggedClaims(judge, timeline, campaign)[...], timeline.fundEvents[...])
        let closing = timeline.closing
        guard goThrough(&walk, &claims, &events, before: closing.index) else { return }
        checkNothingIsDue(walk, at: closing.record.at, leaf: closing.index)
        checkDigest(closing.record.ledger, walk, leaf: closing.index)
        guard goThrough(&walk, &claims, &events, before: timeline.final?.index ?? .max) else { return }
        let lastAt = max(timeline.outcome.at, events.last?.body.at ?? 0)
        checkNothingIsDue(walk, at: timeline.final?.record.at ?? lastAt, leaf: timeline.final?.index)
        if let final = timeline.final { checkFinal(final, walk, timeline, campaign) }
        if let problem = walk.book.ledger.problem {
            findings.fail(.ledger, zh: "账目不平：\(problem)", en: "the ledger does not balance: \(problem)")
        }
        requireFile(BundlePaths.ledger, holds: walk.ledger, .ledger)
        for (path, bytes) in walk.settlementFiles(campaign.id) { requireFile(path, holds: bytes, .ledger) }
        findings.pass(
            .ledger,
            zh: "\(walk.leaves) 条申请、核销和对账逐条核对，账目到分相平",
            en: "\(counted(walk.leaves, "claim or event", "claims and events")) gone through again, balanced to the fen"
        )
        money = walk
    }

    /// What people registered for; in a raffle what comes with what they won.
    private func loggedClaims(_ judge: EntryJudge, _ timeline: Timeline, _ campaign: Campaign) -> [LoggedClaim] {
        guard campaign.kind == .raffle else { return judge.claims }
        let times = Dictionary(judge.attempts.map { ($0.index, $0.at) }) { first, _ in first }
        return .won(
            atOnce: instant?.rows ?? [], at: times, claims: timeline.prizeEvents, roll?.people ?? [:])
    }

    /// The same with prices and invoices, as far as the auditor was given them: they bear out what was granted and paid.
    mutating func checkOpenedMoney(_ given: [(leaf: Int, value: PrivateValue)]) {
        guard let timeline, let judge, let money else { return }
        var walk = FundWalk(money.book.rules)
        for (leaf, value) in given {
            let text = String(decoding: value.value, as: UTF8.self)
            switch value.pointer {
            case "/price", "/fields/\(Campaign.Form.priceField)":
                walk.opened[leaf, default: FundWalk.Opened()].price = MoneyText.fen(text)
            case "/invoice":
                let digest = SHA256.hash(text).bytes.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
                walk.opened[leaf, default: FundWalk.Opened()].invoice = digest
            default: break
            }
        }
        let campaign = amendments?.campaign ?? judge.campaign
        var (claims, events) = (loggedClaims(judge, timeline, campaign)[...], timeline.fundEvents[...])
        guard let (leaf, problem) = walk.take(&claims, &events, before: .max) else { return }
        findings.fail(
            .ledger, zh: "审计员文件：第 \(leaf) 条与价格或发票不符：\(problem.zh)",
            en: "auditor's file: leaf \(leaf) does not go with price or invoice: \(problem.text(.en))")
    }

    /// - Returns: Whether all of it could be gone through.
    private mutating func goThrough(
        _ walk: inout FundWalk, _ claims: inout ArraySlice<LoggedClaim>,
        _ events: inout ArraySlice<(index: Int, body: FundEventBody)>, before end: Int
    ) -> Bool {
        guard let (leaf, problem) = walk.take(&claims, &events, before: end) else { return true }
        findings.fail(.ledger, leaf: leaf, zh: problem.zh, en: problem.text(.en))
        return false
    }

    private mutating func checkNothingIsDue(_ walk: FundWalk, at: Int64, leaf: Int?) {
        guard walk.isBehind(at: at) else { return }
        findings.fail(
            .ledger, zh: "log：\(leaf.map { "第 \($0) 条之前" } ?? "")缺少到期的券或期限",
            en: "log: something that had ended is missing\(leaf.map { " before leaf \($0)" } ?? "")")
    }

    private mutating func checkDigest(_ digest: Digest?, _ walk: FundWalk, leaf: Int) {
        findings.require(
            digest == SHA256.hash(walk.ledger), .ledger,
            zh: "记录第 \(leaf) 条：固定的账目不是重新算出的那一份",
            en: "leaf \(leaf): fixes another ledger than the one worked out again")
    }

    private mutating func checkFinal(
        _ final: (index: Int, record: Final), _ walk: FundWalk, _ timeline: Timeline, _ campaign: Campaign
    ) {
        checkDigest(final.record.ledger, walk, leaf: final.index)
        findings.require(
            final.record.events == timeline.events.count, .ledger,
            zh: "记录第 \(final.index) 条：写的是 \(final.record.events) 个事件，实为 \(timeline.events.count)",
            en: "leaf \(final.index): says \(final.record.events) events, found \(timeline.events.count)")
        findings.require(
            walk.book.isSettled && final.record.at >= timeline.outcome.at + campaign.disputes, .ledger,
            zh: "记录第 \(final.index) 条：终结过早：还有券、审核或对账未了，或异议期未满",
            en:
                "leaf \(final.index): ends the log too early: vouchers, reviews or settlements are open, or the dispute "
                + "window is")
    }

    /// Redemptions and decisions in the phases that the rules have for them.
    private mutating func checkHours(_ timeline: Timeline, _ campaign: Campaign) {
        for (index, body) in timeline.fundEvents {
            let isInTime = body.activity.map { campaign.schedule.allows($0, at: body.at) } ?? true
            guard body.at < campaign.opens || !isInTime else { continue }
            findings.fail(
                .limits, leaf: index, zh: "不在规则规定的时间里",
                en: "is from outside the time that the rules have for it")
        }
    }
}

extension FundEventBody {
    /// What the phases are about that it must come in; nil for one that needs none.
    fileprivate var activity: Campaign.Phase.Activity? {
        switch kind {
        case .decide: .review
        case .reserve, .redeem: .redeem
        case .appeal, .release, .refund, .transfer, .expire, .void, .settle: nil
        }
    }
}

extension FundWalk {
    /// The files of every settlement, by its leaf.
    func settlementFiles(_ campaign: String) -> [(path: String, bytes: [UInt8])] {
        settlements(campaign).flatMap { settlement in
            [
                (BundlePaths.settlement(settlement.leaf ?? 0, "csv"), settlement.csv),
                (BundlePaths.settlement(settlement.leaf ?? 0, "json"), settlement.json),
            ]
        }
    }

    /// Every settlement, by merchant and leaf.
    func settlements(_ campaign: String) -> [Settlement] {
        book.settledLeaves.compactMap { merchant, leaf in
            book.settlement(of: merchant, leaf: leaf, campaign: campaign)
        }
    }
}
