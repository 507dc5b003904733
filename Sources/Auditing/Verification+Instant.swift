import Campaigns
import Proofs

/// An entry that something can be won by at once, as its opening has it.
struct InstantAttempt {
    var index: Int
    var pseudonym: Pseudonym
    var attempt: Int
    var at: Int64
    /// Whether it is an attempt that a number of its own decides.
    var isNumbered: Bool
    /// As it stands in the body; nil where there is none.
    var pi: String?
    var hasChance: Bool
    var mayWin: Bool
    /// Questions that the person has right for the first time, as places in the bank, ascending.
    var solved: [Int]
}

/// What was won at once, worked out again.
struct InstantAgain {
    var rows: [StockRow] = []
    /// Pieces left by tier.
    var left: [Int]
    /// Masked names of who won, as stock.csv has them.
    var names: [Pseudonym: String] = [:]
}

extension Verification {
    /// Checks `vrf` and `stock`: every proof, every hit, and who got a piece.
    mutating func checkInstant() {
        guard let timeline, let judge, let rules else { return }
        guard rules.campaign.prizes.isInstant else {
            checkNothingInstant(timeline)
            findings.notUsed(.vrf, zh: "本活动没有这一部分", en: "the campaign has no such part")
            return checkFirsts(timeline, judge, amendments?.campaign ?? rules.campaign)
        }
        for (index, record) in timeline.amendments
        where !["close", "extend", "pause", "resume"].contains(record.class) {
            findings.fail(.records, leaf: index, zh: "即开活动不能有这类变更", en: "is no amendment for instant wins")
        }
        guard let activation = checkActivation(timeline), let outputs = checkProofs(timeline, judge, activation) else {
            return
        }
        checkStock(timeline, judge, rules.campaign, outputs)
    }

    private mutating func checkNothingInstant(_ timeline: Timeline) {
        findings.require(
            timeline.charter.vrf == nil, .vrf, zh: "规则中没有即开，章程中却有 vrf 公钥",
            en: "leaf 0 has a key of the vrf, the rules have no instant wins")
        if let (index, _) = timeline.activation {
            findings.fail(
                .randomness, leaf: index, zh: "规则中没有即开", en: "is an activation, the rules have no instant wins")
        }
    }

    /// Check `stock` where nothing is won by odds: prizes of the first to solve a question, if there are any.
    private mutating func checkFirsts(_ timeline: Timeline, _ judge: EntryJudge, _ campaign: Campaign) {
        guard !campaign.prizes.firsts.isEmpty else {
            findings.require(
                timeline.closing.record.stock == nil, .stock, zh: "规则中没有即开，截止记录中却有库存",
                en: "the closing has a stock, the rules have no instant wins")
            return findings.notUsed(.stock, zh: "本活动没有这一部分", en: "the campaign has no such part")
        }
        checkStock(timeline, judge, campaign, [:])
    }

    /// The activation: of the charter's source, and logged before everything that rests on it.
    private mutating func checkActivation(_ timeline: Timeline) -> Digest? {
        guard let source = timeline.charter.activationSource, let (index, record) = timeline.activation else {
            findings.fail(.randomness, zh: "没有启动随机数", en: "the activation is missing")
            return nil
        }
        let holds: Bool =
            switch source {
            case .publicNumber(_, let form, let available):
                record.at >= available && Self.isCanonical(record.value, form: form)
            case .commit, .reveal, .drand:
                record.at >= source.available ?? 0 && SeedInput.Line(source, value: record.value) != nil
            }
        findings.require(
            holds && record.source == 1, .randomness, zh: "记录第 \(index) 条：启动随机数与章程中的来源不符",
            en: "leaf \(index): the activation is not of the source that the charter declares")
        if let first = judge?.attempts.first, first.index < index {
            findings.fail(.randomness, leaf: index, zh: "启动随机数晚于提交", en: "is an activation after an entry")
        }
        return InstantWin.activation(record.value)
    }

    /// Check `vrf`: the number of every attempt; nil where one has none.
    private mutating func checkProofs(
        _ timeline: Timeline, _ judge: EntryJudge, _ activation: Digest
    ) -> [Int: UInt128]? {
        guard let bytes = timeline.charter.vrf?.bytes, let key = try? ECVRF.PublicKey(bytes) else {
            findings.fail(.vrf, leaf: 0, zh: "没有有效的 vrf 公钥", en: "has no valid public key of the vrf")
            return nil
        }
        var numbers: [Int: UInt128] = [:]
        for attempt in judge.attempts where attempt.isNumbered {
            let message = InstantWin.message(
                origin: timeline.charter.origin, activation: activation, pseudonym: attempt.pseudonym,
                attempt: attempt.attempt)
            guard let bytes = attempt.pi.flatMap({ Hex.decode($0) }), let proof = try? ECVRF.Proof(parsing: bytes),
                let output = try? key.verify(message, proof)
            else {
                findings.fail(.vrf, at: attempt.index, zh: "pi 不成立", en: "has a pi that does not hold")
                return nil
            }
            numbers[attempt.index] = InstantWin.number(output)
        }
        findings.pass(
            .vrf, zh: "\(numbers.count) 次提交的即开号码都有成立的证明", en: "the numbers of \(numbers.count) attempts are proven")
        return numbers
    }

    /// Check `stock`: hits by exact bounds, pieces in leaf order.
    private mutating func checkStock(
        _ timeline: Timeline, _ judge: EntryJudge, _ campaign: Campaign, _ numbers: [Int: UInt128]
    ) {
        let tiers = campaign.prizes.tiers
        guard let stockRules = campaign.stockRules else {
            findings.fail(.stock, zh: "中奖率之和大于 1", en: "the odds add to more than 1")
            return
        }
        var stock = Stock(stockRules)
        for attempt in judge.attempts {
            stock.take(
                Stock.Entry(
                    index: attempt.index, pseudonym: attempt.pseudonym, attempt: attempt.attempt, at: attempt.at,
                    number: numbers[attempt.index], hasChance: attempt.hasChance, mayWin: attempt.mayWin,
                    solved: attempt.solved))
        }
        var again = InstantAgain(rows: stock.rows, left: stock.left)
        guard let file = read(BundlePaths.stock, for: .stock) else { return }
        guard let names = NameColumn.names(file, count: again.rows.count) else {
            findings.fail(
                .stock,
                BundleFileError(
                    BundlePaths.stock, zh: "应有 \(again.rows.count) 行，每行六列",
                    en: "should have \(again.rows.count) rows of six columns"))
            return
        }
        for (row, name) in zip(again.rows, names) where row.outcome.isWin { again.names[row.pseudonym] = name }
        instant = again
        let expected = DrawFiles.stock(again.rows, tiers: tiers.map(\.id)) { again.names[$0] ?? "-" }
        requireFile(BundlePaths.stock, holds: expected, .stock)
        findings.require(
            timeline.closing.record.stock == SHA256.hash(file), .stock,
            zh: "\(BundlePaths.stock)：不是截止记录所固定的文件", en: "\(BundlePaths.stock): is not what the closing fixes")
        findings.pass(
            .stock, zh: "即开中奖与余奖和重新算出的一致", en: "what was won at once, and what was left, is as worked out again")
    }
}
