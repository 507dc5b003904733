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
        guard let announced = FundRules(rules.campaign) else { return }
        checkHours(timeline, campaign)
        checkHolders(timeline)
        var walk = FundWalk(announced, raises: amendments?.raises ?? [])
        var (claims, events) = (loggedClaims(judge, timeline, campaign)[...], timeline.fundEvents[...])
        let closing = timeline.closing
        guard goThrough(&walk, &claims, &events, before: closing.index) else { return }
        checkNothingIsDue(walk, at: closing.record.at, leaf: closing.index)
        checkDigest(closing.record.ledger, walk, leaf: closing.index)
        guard goThrough(&walk, &claims, &events, before: timeline.final?.index ?? .max) else { return }
        checkNothingIsDue(walk, at: timeline.final?.record.at ?? timeline.outcome.at, leaf: timeline.final?.index)
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
        guard let timeline, let judge, money != nil, let announced = (rules?.campaign).flatMap({ FundRules($0) }) else {
            return
        }
        let campaign = amendments?.campaign ?? judge.campaign
        // A field of that name which is no money says nothing of what was paid.
        let ofClaims = campaign.form?.price?.isPrivate == true ? "/fields/\(Campaign.Form.priceField)" : nil
        var walk = FundWalk(announced, raises: amendments?.raises ?? [])
        for (leaf, value) in given {
            let text = String(decoding: value.value, as: UTF8.self)
            switch value.pointer {
            case "/price", ofClaims:
                walk.opened[leaf, default: FundWalk.Opened()].price = MoneyText.fen(text)
            case "/invoice":
                let digest = SHA256.hash(text).bytes.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
                walk.opened[leaf, default: FundWalk.Opened()].invoice = digest
            default: break
            }
        }
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
            walk.book.isSettled
                && final.record.at >= max(timeline.outcome.at + campaign.disputes, walk.book.returnsEnd), .ledger,
            zh: "记录第 \(final.index) 条：终结过早：还有券、审核或对账未了，或异议期、退货期未满",
            en:
                "leaf \(final.index): ends the log too early: vouchers, reviews or settlements are open, or the dispute "
                + "window or the time for refunds is")
    }

    /// Whoever hands a voucher on, and whoever gets it, is on the roll by then.
    private mutating func checkHolders(_ timeline: Timeline) {
        guard let roll, !roll.isOpen else { return }
        for (index, body) in timeline.fundEvents {
            guard case .transfer(let other) = body.kind else { continue }
            let people = [body.pseudonym, other].map { $0.flatMap { roll.people[$0] } }
            guard people.contains(where: { place in place.map { $0.addedBy ?? -1 >= index } ?? true }) else { continue }
            findings.fail(
                .roll, leaf: index, zh: "券转让的一方此时不在名册上",
                en: "hands a voucher on from or to somebody who is not on the roll then")
        }
    }

    /// Redemptions and decisions in the phases that the rules have for them.
    private mutating func checkHours(_ timeline: Timeline, _ campaign: Campaign) {
        var appealed: Set<Int> = []
        for (index, body) in timeline.fundEvents {
            if case .appeal = body.kind { appealed.insert(body.index) }
            guard body.at < campaign.opens || !body.isInTime(campaign.schedule, appealed) else { continue }
            findings.fail(
                .limits, leaf: index, zh: "不在规则规定的时间里",
                en: "is from outside the time that the rules have for it")
        }
    }
}

extension FundEventBody {
    /// Whether it is of a time that the phases have for it.
    ///
    /// - Parameter appealed: The claims that were appealed before it, by their leaves.
    fileprivate func isInTime(_ schedule: Campaign.Schedule, _ appealed: Set<Int>) -> Bool {
        switch kind {
        case .decide(let verdict):
            schedule.allowsDecision(
                isRefusal: verdict != .approve, isAppealed: appealed.contains(index), at: at)
        case .reserve, .redeem: schedule.allows(.redeem, at: at)
        case .appeal, .release, .refund, .transfer, .expire, .void, .settle: true
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
