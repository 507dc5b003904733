import Campaigns
import JSON
import Proofs

/// The draw as the verifier made it again.
struct DrawnAgain {
    var walk: DrawWalk
    /// Masked names by pseudonym, as winners.csv has them.
    var displays: [Pseudonym: String]
}

extension Campaign {
    /// What of the rules the draw goes by.
    var drawRules: DrawRules {
        DrawRules(
            tiers: prizes.tiers.map { DrawRules.Tier(id: $0.id, count: $0.count) }, alternates: prizes.alternates,
            householdCap: prizes.householdCap, unitCap: prizes.unitCap, mostChances: prizes.mostChances)
    }
}

extension Verification {
    /// Check `eligibility`: the list of the draw made again, and fixed by the closing.
    mutating func checkEligibility() {
        guard let judge, let timeline else { return }
        let expected = DrawFiles.eligible(judge.rows)
        requireFile(BundlePaths.eligible, holds: expected, .eligibility)
        findings.require(
            timeline.closing.record.eligible
                == CountedDigest(count: judge.rows.count, digest: SHA256.hash(expected)), .eligibility,
            zh: "记录第 \(timeline.closing.index) 条：固定的抽奖名单不是重新算出的那一份",
            en: "log, leaf \(timeline.closing.index): fixes another list than the one worked out again")
        findings.pass(
            .eligibility, zh: "抽奖名单 \(judge.rows.count) 行，与重新算出的一致",
            en: "the list of \(judge.rows.count) rows is the one worked out again")
        findings.pass(.attempts, zh: "每人的次数连续，没有缺口", en: "everyone's attempts count without gaps")
        findings.pass(.limits, zh: "时间和次数都在限制之内", en: "times and counts are within the limits")
        if judge.papers == nil {
            if !findings.hasFailed(.papers) {
                findings.notUsed(.papers, zh: "本活动不抽题", en: "no papers are drawn")
            }
        } else {
            findings.pass(.papers, zh: "每份试卷都与重新抽出的一致", en: "every paper is the one drawn again")
        }
    }

    /// Checks `randomness` and `seed`, and works out the grade.
    mutating func checkRandomness() {
        guard let log, let timeline else { return }
        let values = timeline.values.map(\.record)
        let facts = timeline.randomness
        for (index, value) in timeline.values { checkValue(value, index: index, timeline) }
        for (position, counted) in facts.sources.enumerated() where counted.source.available != nil {
            findings.require(
                counted.value != nil, .randomness, zh: "来源 \(position + 1) 没有记录随机数",
                en: "source \(position + 1) has no value")
        }
        if timeline.charter.seedSources.allSatisfy({ $0.source.available == nil }) {
            findings.require(
                facts.sources.allSatisfy { $0.value != nil }, .randomness, zh: "缺少随机数，不应抽奖",
                en: "a value is missing, so there should be no draw")
        }
        findings.require(
            facts.closedInTime, .randomness, zh: "截止晚于公开随机数的时间，不应抽奖",
            en: "the closing is later than the public randomness, so there should be no draw")
        findings.pass(
            .randomness, zh: "\(values.count) 个随机数符合章程", en: "\(values.count) values are as the charter declares")
        checkConfirmed(facts)
        grade = facts.grade(confirmed: publicValues)
        guard let lines = facts.lines else { return }
        checkSeed(
            SeedInput(
                origin: timeline.charter.origin, phase: "main", size: timeline.closingSize,
                root: log.tree.root(size: timeline.closingSize), sources: lines), timeline)
    }

    private mutating func checkValue(_ value: Value, index: Int, _ timeline: Timeline) {
        let sources = timeline.charter.seedSources
        guard sources.indices.contains(value.source - 1) else {
            findings.fail(
                .randomness, leaf: index, zh: "章程中没有来源 \(value.source)",
                en: "names source \(value.source), which the charter does not have")
            return
        }
        let first = timeline.values.first { $0.record.source == value.source }?.index
        if first != index {
            findings.fail(
                .randomness, leaf: index, zh: "来源 \(value.source) 的第二个随机数",
                en: "is a second value of source \(value.source)")
        }
        let source = sources[value.source - 1].source
        if SeedInput.Line(source, value: value.value) == nil {
            findings.fail(
                .randomness, leaf: index, zh: "随机数与章程中的承诺不符", en: "is not the number that the charter commits to")
        }
        guard case .publicNumber(_, let text, let available) = source else { return }
        guard case .success(let form) = PublicForm.parse(text), case .success(let normal) = form.normalise(value.value),
            normal.utf8.elementsEqual(value.value.utf8)
        else {
            findings.fail(.randomness, leaf: index, zh: "随机数不符合 \(text)", en: "is not of the form \(text)")
            return
        }
        if value.at < available {
            findings.fail(.randomness, leaf: index, zh: "早于公布的抽取时间", en: "is from before the number was to be drawn")
        }
    }

    /// What the caller saw drawn must be what was logged.
    private mutating func checkConfirmed(_ facts: RandomnessFacts) {
        for (name, value) in publicValues.sorted(by: { $0.key < $1.key }) {
            let logged = (facts.sources + (facts.activation.map { [$0] } ?? [])).compactMap { counted -> String? in
                guard case .publicNumber(let own, _, _) = counted.source, own == name else { return nil }
                return counted.value
            }
            guard !logged.contains(value) else { continue }
            findings.fail(
                .randomness, zh: "\(name) 公布的是 \(value)，记录的是 \(logged.first ?? "-")",
                en: "\(name) published \(value), logged was \(logged.first ?? "-")")
        }
    }

    private mutating func checkSeed(_ input: SeedInput, _ timeline: Timeline) {
        requireFile(BundlePaths.seedInput, holds: Array(input.text.utf8), .seed)
        let seed = input.seed
        self.seed = seed
        findings.require(
            timeline.draw.record.seed == seed, .seed, zh: "记录第 \(timeline.draw.index) 条：种子不是重新算出的那一个",
            en: "log, leaf \(timeline.draw.index): the seed is not the one worked out again")
        findings.pass(.seed, zh: "种子与重新算出的一致", en: "the seed is the one worked out again")
    }

    /// Checks `tickets`, `winners` and `identity`.
    mutating func checkDraw() {
        guard let judge, let timeline, let seed, let rules, let roll else { return }
        var drawRules = (amendments?.campaign ?? rules.campaign).drawRules
        if let instant {
            for tier in drawRules.tiers.indices { drawRules.tiers[tier].count = instant.left[tier] }
        }
        let walk = DrawWalk(
            seed: seed, eligible: judge.rows, rules: drawRules, alreadyWon: instant?.winners ?? []
        ) { pseudonym in
            (roll.people[pseudonym]?.household, roll.people[pseudonym]?.unit)
        }
        requireFile(BundlePaths.tickets, holds: DrawFiles.tickets(walk), .tickets)
        findings.pass(
            .tickets, zh: "\(walk.rows.count) 人的奖券和名次与重新算出的一致",
            en: "tickets and order of \(walk.rows.count) people are those worked out again")
        guard let file = read(BundlePaths.winners, for: .winners) else { return }
        findings.require(
            timeline.draw.record.winners == CountedDigest(count: walk.winners.count, digest: SHA256.hash(file)),
            .winners,
            zh: "\(BundlePaths.winners)：不是记录第 \(timeline.draw.index) 条所固定的文件",
            en: "\(BundlePaths.winners): is not what leaf \(timeline.draw.index) fixes")
        guard let displays = WinnersFile.displays(file, count: walk.winners.count) else {
            findings.fail(.winners, BundleFileError(BundlePaths.winners, zh: "格式不对", en: "is malformed"))
            return
        }
        var names: [Pseudonym: String] = [:]
        for (winner, display) in zip(walk.winners, displays) { names[winner.row.pseudonym] = display }
        requireFile(BundlePaths.winners, holds: DrawFiles.winners(walk) { names[$0] ?? "" }, .winners)
        findings.pass(
            .winners, zh: "\(walk.winners.count) 名得奖者与重新算出的一致",
            en: "the \(walk.winners.count) winners are those worked out again")
        checkDisplays(walk, names, roll)
        drawn = DrawnAgain(walk: walk, displays: names)
    }

    /// Every winner's masked name, with its salt, is the one on the roll.
    private mutating func checkDisplays(_ walk: DrawWalk, _ names: [Pseudonym: String], _ roll: RollTable) {
        guard let file = read(BundlePaths.displays, for: .identity) else { return }
        let salts: [(pseudonym: Pseudonym, salt: Digest)]
        do throws(FormatError) {
            salts = try DrawFiles.parseDisplays(file)
        } catch {
            findings.fail(.identity, BundleFileError(BundlePaths.displays, error))
            return
        }
        guard salts.map(\.pseudonym) == walk.winners.map(\.row.pseudonym) else {
            findings.fail(
                .identity,
                BundleFileError(BundlePaths.displays, zh: "不是按次序的得奖者", en: "does not list the winners in order"))
            return
        }
        for (winner, opened) in zip(walk.winners, salts) {
            let commitment = Commitments.display(salt: opened.salt, maskedName: names[opened.pseudonym] ?? "")
            guard commitment != roll.people[opened.pseudonym]?.display else { continue }
            findings.fail(
                .identity,
                BundleFileError(
                    BundlePaths.winners, zh: "第 \(winner.row.index) 条提交的得奖者姓名与名册上的承诺不符",
                    en: "the name of the winner of entry \(winner.row.index) is not the one on the roll"))
        }
        findings.pass(
            .identity, zh: "\(salts.count) 名得奖者的遮掩姓名与名册一致",
            en: "the masked names of \(salts.count) winners are those on the roll")
    }
}

/// winners.csv: only its last column can't be worked out again.
enum WinnersFile {
    /// The masked names in order; nil unless there are `count` well-formed rows.
    static func displays(_ bytes: [UInt8], count: Int) -> [String]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let rows = text.utf8.split(separator: 0x0A).dropFirst().map { row in
            row.split(separator: 0x2C, omittingEmptySubsequences: false).map { String(Substring($0)) }
        }
        guard rows.count == count, rows.allSatisfy({ $0.count == 6 && DrawFiles.isField($0[5]) }) else { return nil }
        return rows.map { $0[5] }
    }
}
