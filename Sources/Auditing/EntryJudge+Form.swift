import Campaigns
import Proofs

/// A private field that the body of a leaf commits to.
struct ConcealedField {
    var leaf: Int
    var pointer: String
    /// What stands in the body.
    var commitment: String
    /// The field; nil of what an event with vouchers or money keeps private.
    var field: Campaign.Field?
}

extension [Campaign.Field] {
    /// The private ones among the fields of a leaf's body.
    func concealed(_ filled: [FilledField], in parent: String, leaf: Int) -> [ConcealedField] {
        commitments(filled, in: parent).compactMap { value in
            value.field.map {
                ConcealedField(leaf: leaf, pointer: value.pointer, commitment: value.commitment, field: $0)
            }
        }
    }
}

/// Forms: there where the rules ask for them, nowhere else, and filled in as they ask.
extension EntryJudge {
    mutating func takeForm(
        _ body: SubmissionBody, index: Int, of person: inout Progress, into findings: inout Findings
    ) {
        let isBearer = body.kind == campaign.formBearer?.kind && !body.isWithdrawal
        let isDue = campaign.form?.asked == .each || !person.hasFilledForm
        guard let form = campaign.form, let filled = body.fields else {
            if body.fields != nil {
                findings.fail(
                    .records, at: index, zh: "填了本活动没有的登记表", en: "fills in a form that the campaign does not have")
            } else if isDue, isBearer || campaign.isFormFirst {
                findings.fail(.records, at: index, zh: "缺少登记表", en: "lacks the form")
            }
            return
        }
        if !isBearer || !isDue {
            findings.fail(.records, at: index, zh: "此处不该有登记表", en: "has a form where none is asked for")
        }
        person.hasFilledForm = true
        if let problem = form.fields.problem(inBody: filled) {
            findings.fail(.records, at: index, zh: problem.message.zh, en: problem.message.text(.en))
        }
        concealed += form.fields.concealed(filled, in: "/fields", leaf: index)
    }
}

extension SubmissionBody {
    /// Whether it only takes something back.
    fileprivate var isWithdrawal: Bool { kind == .vote && choice.isEmpty || takesBack != nil }
}

extension Campaign.FormBearer {
    fileprivate var kind: SubmissionBody.Kind? {
        switch self {
        case .register: .register
        case .vote: .vote
        case .enrol: .enrol
        case .work: .work
        case .claim: nil
        }
    }
}

extension Verification {
    /// Claims have the form where the rules ask for it, and no other event has one.
    mutating func checkClaimForms(_ events: [(index: Int, body: PrizeEventBody)], _ campaign: Campaign) {
        for (index, body) in events {
            let isAsked = campaign.formBearer == .claim && body.kind == .claim
            guard let form = campaign.form, isAsked, let filled = body.fields else {
                if isAsked || body.fields != nil {
                    findings.fail(
                        .records, leaf: index, zh: isAsked ? "领奖缺少登记表" : "此处不该有登记表",
                        en: isAsked ? "is a claim without the form" : "has a form where none is asked for")
                }
                continue
            }
            if let problem = form.fields.problem(inBody: filled) {
                findings.fail(.records, leaf: index, zh: problem.message.zh, en: problem.message.text(.en))
            }
        }
    }

    /// Every private field that a body commits to, in leaf order.
    var concealed: [ConcealedField] {
        let fields = (amendments?.campaign ?? rules?.campaign)?.form?.fields ?? []
        let ofEvents = (log?.events ?? []).flatMap { index, body -> [ConcealedField] in
            if case .fund(let body) = body {
                return body.concealed.map {
                    ConcealedField(leaf: index, pointer: $0.pointer, commitment: $0.commitment)
                }
            }
            return fields.concealed(body.fields ?? [], in: "/fields", leaf: index)
        }
        // Entries and events stand among each other where there is money.
        return ((judge?.concealed ?? []) + ofEvents).enumerated().sorted {
            ($0.element.leaf, $0.offset) < ($1.element.leaf, $1.offset)
        }.map(\.element)
    }

    /// Holds what the auditor was given of private fields against what the bodies commit to; gives how many were not
    /// given.
    mutating func checkConcealed(_ given: [(leaf: Int, value: PrivateValue)]) -> Int {
        let concealed = concealed
        var (next, isSound) = (0, true)
        for (leaf, value) in given {
            while next < concealed.count, concealed[next].precedes(leaf, value.pointer) { next += 1 }
            guard next < concealed.count, concealed[next].leaf == leaf, concealed[next].pointer == value.pointer else {
                findings.fail(
                    .identity, zh: "审计员文件：第 \(leaf) 条没有不公开的 \(value.pointer)",
                    en: "auditor's file: leaf \(leaf) has no private \(value.pointer)")
                isSound = false
                continue
            }
            next += 1
            if value.commitment == concealed[next - 1].commitment, concealed[next - 1].fits(value.value) { continue }
            isSound = false
            if value.commitment != concealed[next - 1].commitment {
                findings.fail(
                    .identity, zh: "审计员文件：第 \(leaf) 条的 \(value.pointer) 与开封中的承诺不符",
                    en: "auditor's file: \(value.pointer) of leaf \(leaf) is not what its opening commits to")
            } else {
                findings.fail(
                    .identity, zh: "审计员文件：第 \(leaf) 条的 \(value.pointer) 不是该登记项的值",
                    en: "auditor's file: \(value.pointer) of leaf \(leaf) does not fit its field")
            }
        }
        // What does not fit says nothing of money.
        if isSound { checkOpenedMoney(given) }
        return concealed.count - given.count
    }
}

extension ConcealedField {
    /// Whether it can hold a value.
    fileprivate func fits(_ value: [UInt8]) -> Bool {
        field.map { $0.fits(opened: value) } ?? FundEventBody.fits(pointer, opened: value)
    }

    fileprivate func precedes(_ leaf: Int, _ pointer: String) -> Bool {
        self.leaf < leaf || self.leaf == leaf && self.pointer.utf8.lexicographicallyPrecedes(pointer.utf8)
    }
}
