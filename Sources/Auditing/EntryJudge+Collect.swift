import Campaigns
import JSON
import Proofs

/// Works that people hand in: each must have been one that could be taken when it came, and each review one of a work.
extension EntryJudge {
    /// Takes the entry of a leaf that hands in a work or takes one back.
    mutating func takeWork(
        _ body: SubmissionBody, index: Int, isWithheld: Bool, into findings: inout Findings
    ) {
        takeReviews(before: index, into: &findings)
        if amendments?.voided.contains(index) == true {
            findings.fail(.records, at: index, zh: "交来的作品只能不采用，不能作废", en: "hands in a work, which is never voided")
        }
        guard let collected else { return }
        if let leaf = body.takesBack {
            var fault = collected.fault(takingBack: leaf, by: body.pseudonym)
            if fault == nil, body.at >= campaign.worksStandFrom { fault = .settled }
            if let fault { return fail(fault, at: index, into: &findings) }
            self.collected?.takeBack(leaf: leaf)
            return
        }
        if let fault = collected.fault(handingIn: body.file ?? "", by: body.pseudonym) {
            fail(fault, at: index, into: &findings)
        }
        // What only an earlier bundle opens is not told.
        self.collected?.handIn(
            leaf: index, by: body.pseudonym, file: body.file ?? "",
            title: isWithheld ? Campaign.collectedID(leaf: index) : body.workTitle)
    }

    /// Takes in what staff made of works before a leaf: until then it had not happened.
    mutating func takeReviews(before index: Int, into findings: inout Findings) {
        guard let reviews = amendments?.reviews, collected != nil else { return }
        while reviewsTaken < reviews.count, reviews[reviewsTaken].leaf < index {
            let review = reviews[reviewsTaken]
            reviewsTaken += 1
            switch collected?.fault(reviewing: review.work, isAccepted: review.isAccepted) {
            case nil: collected?.review(leaf: review.work, isAccepted: review.isAccepted, reason: "")
            // What it said was erased; that there was such an entry is on record.
            case .unknown where withheld > 0: continue
            case .some:
                findings.fail(
                    .tally, leaf: review.leaf, zh: "审核的不是一件交来的作品，或已撤回，或已被另一件代替",
                    en: "reviews a work that nobody handed in, that was taken back, or whose place another one took")
            }
        }
    }

    /// Whether the roll says that somebody made a work, or they handed it in.
    func isOwn(_ work: String, of person: Pseudonym, _ roll: RollTable) -> Bool {
        if let leaf = Campaign.leaf(ofCollected: work), let own = collected?.work(leaf: leaf) {
            return own.author == person
        }
        return roll.people[person]?.made(work) == true
    }

    /// Who made each work, by its id: as the roll says, or whoever handed it in.
    var authors: [String: [Pseudonym]] {
        var authors = roll.authors
        for work in collected?.works ?? [] where work.state == .accepted { authors[work.id] = [work.author] }
        return authors
    }

    /// Names of the works that were handed in, by their ids.
    var titles: [String: String] {
        Dictionary((collected?.works ?? []).map { ($0.id, $0.title) }) { first, _ in first }
    }

    private func fail(_ fault: WorkFault, at index: Int, into findings: inout Findings) {
        let text = fault.text
        findings.fail(.tally, at: index, zh: text.zh, en: text.text(.en))
    }
}

extension SubmissionBody {
    /// The name that its form gives a work.
    var workTitle: String {
        guard case .text(let title)? = fields?.first(where: { $0.id == Campaign.titleField })?.value else { return "" }
        return title
    }
}

extension WorkFault {
    /// What is wrong with a work that is in the log.
    fileprivate var text: BilingualText {
        switch self {
        case .most(let limit):
            BilingualText(zh: "超过每人 \(limit) 件作品", en: "is over the limit of \(limit) works a person")
        case .full(let limit): BilingualText(zh: "超过全部 \(limit) 件作品", en: "is over the limit of \(limit) works in all")
        case .twice: BilingualText(zh: "同一文件已经交过", en: "hands in a file that is there already")
        case .unknown: BilingualText(zh: "撤回的不是自己交来的作品", en: "takes back no work of its person's own")
        case .settled:
            BilingualText(
                zh: "撤回的作品已审核或撤回，或作品已定下", en: "takes back a work that was reviewed or taken back, or too late")
        }
    }
}
