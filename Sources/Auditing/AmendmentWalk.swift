import Books
import Campaigns
import JSON
import Proofs

/// Goes through the amendments in leaf order and says what was in force when, and which of them must not be.
struct AmendmentWalk {
    private(set) var rules: RulesInForce
    private(set) var charter: Charter
    /// When intake ends, or ended.
    private(set) var ends: Int64
    /// Entries taken out of the count.
    private(set) var voided: Set<Int> = []
    /// The changes that amendments kept secret, by leaf.
    private(set) var opened: [Int: [RulesChange]] = [:]
    /// Leaves between which intake rested; an open end is a pause that lasted.
    private(set) var pauses: [(from: Int, to: Int?)] = []
    /// The leaves of voids with what they void, ascending.
    private(set) var voids: [(leaf: Int, entry: Int)] = []
    /// The scores of the jury; nil where there is none.
    var jury: JuryBook? {
        places == nil ? campaign.jury.map { JuryBook($0, works: campaign.works?.entries.count ?? 0) } : scored
    }
    private var scored: JuryBook?
    /// The works' places by id, since the last review; nobody scores before works are fixed.
    private var places: WorkPlaces?
    private(set) var scores = 0
    /// What staff made of the works that were handed in, in leaf order.
    private(set) var reviews: [(leaf: Int, work: Int, isAccepted: Bool)] = []
    /// Names of those that stand, where they are known.
    var titles: [String: String] = [:]
    /// The rules of vouchers and money after each amendment that changed them, by leaf.
    private(set) var raises: [(leaf: Int, rules: FundRules)] = []
    private var isEndedEarly = false
    var findings: Findings

    /// What the rules say at the closing: what entries are worth, and what is drawn.
    var campaign: Campaign {
        guard rules.campaign.works?.areCollected == true else { return rules.campaign }
        let works = standing.map { Campaign.Work(handedInAt: $0, title: titles[Campaign.collectedID(leaf: $0)]) }
        return rules.campaign.standing(works, filed: rules.campaign.works?.entries.count ?? 0)
    }

    /// The leaves of the works that were accepted last, ascending.
    var standing: [Int] {
        var accepted: Set<Int> = []
        for review in reviews {
            if review.isAccepted { accepted.insert(review.work) } else { accepted.remove(review.work) }
        }
        return accepted.sorted()
    }

    /// The phases that intake reached.
    var phases: [DrawPhase] {
        let all = campaign.phases
        return campaign.days.isEmpty ? all : Array(all.prefix(max(1, all.prefix { $0.takes.lowerBound < ends }.count)))
    }

    init(rules: RulesInForce, charter: Charter, findings: Findings) {
        self.rules = rules
        self.charter = charter
        self.findings = findings
        ends = charter.closes
    }

    func isPaused(at leaf: Int) -> Bool {
        pauses.contains { $0.from < leaf && leaf < $0.to ?? Int.max }
    }

    /// Takes an amendment.
    ///
    /// - Parameters:
    ///   - isEntry: Whether an earlier leaf is an entry.
    ///   - secret: What it commits to, opened; nil where it commits to nothing, or what was found did not fit.
    mutating func take(_ record: Amendment, index: Int, isEntry: (Int) -> Bool, secret: [RulesChange]?) {
        require(record.role == "organiser", index, zh: "不是主办方所作", en: "is by somebody else than the organiser")
        guard let content = AmendmentContent(record) else {
            return fail(index, zh: "\(record.class) 类变更的内容不对", en: "is no proper amendment of class \(record.class)")
        }
        opened[index] = secret
        switch content {
        case .reason:
            require(record.secret == nil, index, zh: "不应有保密内容", en: "has a secret, which its class does not have")
            takeSwitch(record, index)
        case .extend(let closes, let sources):
            require(record.secret == nil, index, zh: "不应有保密内容", en: "has a secret, which its class does not have")
            extend(record, index, closes, sources)
        case .voidEntry(let entry, _):
            require(record.secret == nil, index, zh: "不应有保密内容", en: "has a secret, which its class does not have")
            require(
                isEntry(entry), index, zh: "作废的第 \(entry) 条不是提交", en: "voids leaf \(entry), which is no entry before it"
            )
            require(
                voided.insert(entry).inserted, index, zh: "第 \(entry) 条已经作废", en: "voids leaf \(entry) a second time")
            voids.append((index, entry))
        case .score(let juror, let work):
            score(record, index, juror: juror, work: work, secret)
        case .review(let work, let isAccepted, _):
            require(record.secret == nil, index, zh: "不应有保密内容", en: "has a secret, which its class does not have")
            require(
                isEntry(work), index, zh: "第 \(work) 条不是提交", en: "reviews leaf \(work), which is no entry before it")
            let campaign = rules.campaign
            require(
                campaign.works?.areCollected == true && record.at < campaign.worksStandFrom, index,
                zh: "不征集作品，或作品已定下", en: "reviews a work where none are collected, or after they were fixed")
            reviews.append((index, work, isAccepted))
            places = nil
        case .changes(let changes, _):
            change(record, index, changes + (secret ?? []))
        case .roll:
            // Whom it adds, check `roll` tells.
            require(
                !rules.campaign.audience.isOpen, index, zh: "没有名册，无从增补", en: "adds to a roll, and there is none")
            require(record.secret == nil, index, zh: "不应有保密内容", en: "has a secret, which its class does not have")
            requireIntake(record, index)
        }
    }

    /// `close`, `pause` and `resume`.
    private mutating func takeSwitch(_ record: Amendment, _ index: Int) {
        requireIntake(record, index)
        switch record.class {
        case "close":
            require(record.at < ends, index, zh: "不早于截止时间", en: "is not before the end of intake")
            ends = min(ends, record.at)
            isEndedEarly = true
        case "pause":
            require(pauses.allSatisfy { $0.to != nil }, index, zh: "已在暂停中", en: "pauses a second time")
            pauses.append((index, nil))
        default:
            guard let last = pauses.last, last.to == nil else {
                return fail(index, zh: "没有暂停，不能恢复", en: "resumes what is not paused")
            }
            pauses[pauses.count - 1].to = index
        }
    }

    private mutating func extend(_ record: Amendment, _ index: Int, _ closes: Int64, _ sources: [RandomnessSource]) {
        requireIntake(record, index)
        let before = charter.sources.filter { $0.phase == nil }.map(\.source)
        guard closes > ends, sources.count == before.count,
            zip(before, sources).allSatisfy({ $0.isSameButForTime(as: $1) })
        else {
            return fail(
                index, zh: "延期没有更晚的截止时间，或随机来源不是章程中的",
                en: "extends to no later end, or names other sources than the charter")
        }
        let earliest = before.compactMap(\.available).min()
        for (old, new) in zip(before, sources) {
            guard let was = old.available, let becomes = new.available else { continue }
            if becomes <= was || becomes <= closes + rules.campaign.review {
                findings.fail(
                    .randomness, leaf: index, zh: "延期没有给出更晚的随机数时间", en: "extends without a later time of the randomness"
                )
            }
        }
        if let earliest, record.at > earliest - Extension.notice {
            findings.fail(
                .randomness, leaf: index, zh: "距随机数产生的时间不足十分钟，延期无效",
                en: "extends less than ten minutes before the randomness was to exist, which does not hold")
        }
        charter = charter.amended(by: [record])
        ends = closes
        let times = sources.map { source -> RulesInForce.SourceTime in
            switch source {
            case .commit, .reveal: .none
            case .publicNumber(_, _, let available): .at(available)
            case .drand(let round): .round(round)
            }
        }
        put(rules.extensionChanges(closes: closes, times: times), index)
    }

    private mutating func change(_ record: Amendment, _ index: Int, _ changes: [RulesChange]) {
        if record.class != "regrade" { requireIntake(record, index) }
        require(
            record.secret == nil || record.class != "neutral", index, zh: "不应有保密内容",
            en: "has a secret, which its class does not have")
        for change in changes {
            let isAllowed =
                switch record.class {
                case "regrade": AmendableRules.isRegradable(change.pointer)
                case "favourable": AmendableRules.allows(change, as: .favourable, inForce: rules.document)
                default: AmendableRules.allows(change, as: .neutral, inForce: rules.document)
                }
            guard isAllowed else {
                return findings.fail(
                    .rules, leaf: index, zh: "改动了公布后不能这样改的 \(change.pointer)",
                    en: "changes \(change.pointer), which may not change so after announcing")
            }
        }
        put(changes, index)
    }

    /// A juror's scores of a work: of a jury and a work that there are, in their time, and in the range of the rules.
    private mutating func score(
        _ record: Amendment, _ index: Int, juror: String, work: String, _ secret: [RulesChange]?
    ) {
        if places == nil { findWorks() }
        let campaign = rules.campaign
        guard let rules = campaign.jury, record.secret != nil,
            let seat = rules.members.firstIndex(where: { $0.id.utf8.elementsEqual(juror.utf8) }),
            let place = places?[work]
        else {
            return fail(index, zh: "不是本活动评委对作品的打分", en: "is no score of this campaign's jury and works")
        }
        require(campaign.isScored(at: record.at), index, zh: "不在评委打分的时间内", en: "is from a time at which nobody scores")
        guard let secret else { return }
        guard let marks = JurySheet.marks(secret, rules, juror: juror, work: work) else {
            return findings.fail(.tally, leaf: index, zh: "打分的内容不对", en: "does not open to proper scores")
        }
        scored?.put(marks, juror: seat, work: place)
        scores += 1
    }

    private mutating func findWorks() {
        let campaign = campaign
        places = WorkPlaces(campaign)
        scored = campaign.jury.map { JuryBook($0, works: campaign.works?.entries.count ?? 0) }
    }

    private mutating func put(_ changes: [RulesChange], _ index: Int) {
        do throws(RulesInForce.Refusal) {
            let before = FundRules(rules.campaign)
            rules = try rules.changed(changes)
            if let raised = FundRules(rules.campaign), raised != before { raises.append((index, raised)) }
        } catch {
            findings.fail(
                .rules, leaf: index, zh: "改后的活动文件无效", en: "leaves a campaign file that is not valid")
        }
    }

    /// Everything but voids and re-grades ends with intake.
    private mutating func requireIntake(_ record: Amendment, _ index: Int) {
        require(
            !isEndedEarly && record.at < ends, index, zh: "在停止接收之后，只能作废或重新评分",
            en: "is from after the end of intake, when only voids and re-grades are left")
    }

    private mutating func require(_ holds: Bool, _ index: Int, zh: String, en: String) {
        if !holds { fail(index, zh: zh, en: en) }
    }

    private mutating func fail(_ index: Int, zh: String, en: String) {
        findings.fail(.records, leaf: index, zh: zh, en: en)
    }
}

extension RandomnessSource {
    /// Whether two are of one kind, name, form and commitment, whatever their times.
    fileprivate func isSameButForTime(as other: RandomnessSource) -> Bool {
        switch (self, other) {
        case (.publicNumber(let name, let form, _), .publicNumber(let own, let ownForm, _)):
            name.utf8.elementsEqual(own.utf8) && form.utf8.elementsEqual(ownForm.utf8)
        case (.drand, .drand): true
        default: text.utf8.elementsEqual(other.text.utf8)
        }
    }
}
