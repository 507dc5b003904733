import Campaigns
import Proofs

/// Entries of a bundle without an opening.
struct WithheldEntries {
    var indices: Set<Int> = []
    /// Those that no earlier bundle opens either.
    var unopened: Set<Int> = []
    /// Whose rows of the list they have.
    var people: Set<Pseudonym> = []
}

/// What was erased after the dispute window: each gap needs its record, nobody who won may be among them, and what
/// can't be worked out again for want of an opening is not provable.
extension Verification {
    /// Every entry without an opening is named by a `withheld` record, and every such record names one.
    mutating func checkGaps() {
        guard let log else { return }
        let named = log.records.compactMap { _, leaf -> Int? in
            if case .withheld(let record) = leaf { record.index } else { nil }
        }
        for index in gaps.indices.subtracting(named).sorted() {
            findings.fail(
                .openings, at: index, zh: "没有公开内容，也没有抹去的记录", en: "has no opening, and no record that withholds it")
        }
        let records = Set(log.records.map(\.index))
        for index in named where index < log.tree.count && !records.contains(index) && !gaps.indices.contains(index) {
            findings.fail(.openings, at: index, zh: "据记录已抹去，内容却在", en: "is said to be withheld, and is there")
        }
    }

    /// The records themselves: after the dispute window, of an entry each, none twice.
    mutating func checkWithheld(_ timeline: Timeline) {
        guard let log else { return }
        let records = Set(log.records.map(\.index))
        let windowEnd = (amendments?.campaign ?? rules?.campaign).map { timeline.outcome.at + $0.disputes }
        var named: Set<Int> = []
        for (leaf, record) in timeline.withheld {
            if record.at < windowEnd ?? .min {
                findings.fail(
                    .records, leaf: leaf, zh: "在异议期结束之前抹去",
                    en: "withholds an opening before the end of the dispute window")
            }
            if record.index >= leaf || records.contains(record.index) {
                findings.fail(
                    .records, leaf: leaf, zh: "抹去的第 \(record.index) 条不是提交",
                    en: "withholds leaf \(record.index), which is no entry before it")
            }
            if !named.insert(record.index).inserted {
                findings.fail(
                    .records, leaf: leaf, zh: "第 \(record.index) 条已经抹去",
                    en: "withholds leaf \(record.index) a second time")
            }
        }
    }

    /// Rows of entries that can't be read are taken from the list itself, which the closing fixes, with one chance each:
    /// more takes an earlier bundle.
    mutating func takeWithheldRows() {
        guard !gaps.indices.isEmpty, let judge, let roll else { return }
        if !gaps.unopened.isEmpty, judge.campaign.drawsTickets {
            var listed: Set<Int> = []
            eachPhase { $0.takeWithheldRows(judge, roll, $1, &listed) }
        }
        for row in self.judge?.rows ?? [] where gaps.indices.contains(row.index) { gaps.people.insert(row.pseudonym) }
    }

    /// The same of one phase; no row is of two.
    private mutating func takeWithheldRows(
        _ judge: EntryJudge, _ roll: RollTable, _ timeline: Timeline, _ seen: inout Set<Int>
    ) {
        let path = timeline.paths.eligible
        if let file = read(path, for: .eligibility) {
            do throws(FormatError) {
                let listed = try DrawFiles.parseEligible(file).filter {
                    gaps.unopened.contains($0.index) && seen.insert($0.index).inserted
                }
                var counted: [Pseudonym: Int] = [:]
                let rows = listed.compactMap { row -> EligibleRow? in
                    counted[row.pseudonym, default: 0] += 1
                    guard counted[row.pseudonym, default: 0] <= judge.campaign.prizes.mostChances,
                        roll.people[row.pseudonym]?.mayWin ?? true
                    else { return nil }
                    return EligibleRow(index: row.index, pseudonym: row.pseudonym, chances: 1)
                }
                self.judge?.insert(rows, day: timeline.day)
            } catch {
                findings.fail(.eligibility, BundleFileError(path, error))
            }
        }
    }

    /// Of people whose line of the roll is gone, and with it household and unit: which cap is said to have barred them.
    ///
    /// - Parameter path: tickets.csv or ranking.csv, of which the last field of a row is the outcome.
    mutating func passedOver(
        _ people: [Pseudonym], _ roll: RollTable, _ rules: DrawRules, _ path: String
    ) -> [Pseudonym: DrawWalk.Skip] {
        guard rules.householdCap != nil || rules.unitCap != nil, roll.erased > 0 else { return [:] }
        let unknown = Set(people).filter { roll.people[$0] == nil }
        guard !unknown.isEmpty, let file = read(path, for: .tickets) else { return [:] }
        let (count, owner) = path == BundlePaths.ranking ? (9, 3) : (6, 4)
        var found: [Pseudonym: DrawWalk.Skip] = [:]
        for line in String(decoding: file, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == count, let pseudonym = Pseudonym(hex: fields[owner]), unknown.contains(pseudonym)
            else { continue }
            if fields[count - 1] == "skip household", rules.householdCap != nil { found[pseudonym] = .household }
            if fields[count - 1] == "skip unit", rules.unitCap != nil { found[pseudonym] = .unit }
        }
        if !found.isEmpty {
            for id in [CheckID.tickets, .winners] {
                findings.notProvable(
                    id, zh: "\(found.count) 人因家庭或单位名额被跳过，而其名册行已抹去",
                    en: "\(found.count) people were passed over for a household or unit that was erased from the roll")
            }
        }
        return found
    }

    /// Who holds a prize or a place among the alternates is never erased.
    mutating func checkHolders(_ walk: DrawWalk, _ roll: RollTable) {
        for place in walk.rows.indices {
            switch walk.rows[place].outcome {
            case .win, .alternate: break
            case .skip, .none: continue
            }
            for person in walk.people(of: place) where gaps.people.contains(person) || roll.people[person] == nil {
                findings.fail(
                    .winners, zh: "得奖者或候补 \(person.hex) 的提交或名册行被抹去",
                    en: "\(person.hex) won or is an alternate, and was erased")
            }
        }
    }

    /// What rests on openings that nobody can read any more.
    mutating func noteWithheld() {
        let count = gaps.unopened.count
        guard count > 0 else { return }
        var checks: [CheckID] = [.records, .attempts, .limits]
        if roll?.isOpen != true { checks.append(.roll) }
        if rules?.campaign.drawsTickets == true { checks.append(.eligibility) }
        if rules?.campaign.votes != nil || rules?.campaign.ranksPeople == true { checks.append(.tally) }
        if judge?.papers != nil { checks.append(.papers) }
        if rules?.campaign.prizes.isInstant == true { checks.append(.vrf) }
        if rules?.campaign.prizes.givesBeforeDraw == true { checks.append(.stock) }
        for id in checks {
            findings.notProvable(
                id, zh: "其余无误；\(count) 条提交的内容已抹去，只有较早的核验材料（--earlier）能证明",
                en: "the rest holds; what \(count) entries said was erased, which takes an earlier bundle (--earlier)")
        }
    }
}
