import Campaigns
import JSON
import Proofs

/// The files that fix what the campaign is.
struct RulesFiles {
    var bytes: [UInt8]
    var campaign: Campaign
    /// What public.json must hold.
    var publicRules: [UInt8]
    var salt: Digest
    var paperKey: Digest
}

extension Verification {
    /// Reads the campaign file as the daemon does; what its leaf 0 says is compared later.
    mutating func readRules() {
        guard let bytes = read(BundlePaths.campaign, for: .rules), let salt = readKey(BundlePaths.salt, for: .rules),
            let paperKey = readKey(BundlePaths.paperKey, for: .rules)
        else { return }
        switch loadCampaign(bytes: bytes, organiser: nil) {
        case .failure:
            findings.fail(
                .rules, BundleFileError(BundlePaths.campaign, zh: "不是有效的活动文件", en: "is not a valid campaign file"))
        case .success(let loaded):
            rules = RulesFiles(
                bytes: bytes, campaign: loaded.campaign, publicRules: loaded.publicRules, salt: salt, paperKey: paperKey
            )
            requireFile(BundlePaths.publicRules, holds: loaded.publicRules, .rules)
        }
    }

    mutating func readRoll() {
        guard rules?.campaign.audience.isOpen != true else {
            roll = .open
            return
        }
        guard let bytes = read(BundlePaths.roll, for: .roll) else { return }
        do throws(BundleFileError) {
            roll = try RollTable(bytes, known: earlier?.rollLines ?? [:])
        } catch {
            findings.fail(.roll, error)
        }
    }

    /// 64 hex digits and a line feed.
    private mutating func readKey(_ path: String, for id: CheckID) -> Digest? {
        guard let bytes = read(path, for: id) else { return nil }
        if bytes.count == 65, bytes.last == 0x0A, let text = String(validating: bytes.dropLast(), as: UTF8.self),
            let key = Digest(hex: text)
        {
            return key
        }
        findings.fail(id, BundleFileError(path, zh: "应为 64 位十六进制数字和换行", en: "should be 64 hex digits and a line feed"))
        return nil
    }

    /// The days of Asia/Shanghai are known to everyone; those of another zone stand in a file that this machine's zone
    /// data must agree with.
    private mutating func checkDays(_ campaign: Campaign) {
        guard BundleDays.isNeeded(for: campaign) else { return }
        requireFile(BundlePaths.days, holds: BundleDays.bytes(campaign), .rules)
    }

    /// Check `rules`: leaf 0 fixes exactly these files, and repeats what they say.
    mutating func checkRules() {
        guard let rules, let charter = timeline?.declared else { return }
        let campaign = rules.campaign
        // An extension brings days.
        checkDays(amendments?.campaign ?? campaign)
        requireCharter(charter.rules == Commitments.rules(salt: rules.salt, file: rules.bytes), BundlePaths.campaign)
        requireCharter(charter.publicRules == Commitments.publicRules(rules.publicRules), BundlePaths.publicRules)
        requireCharter(charter.paper == Commitments.paperKey(rules.paperKey), BundlePaths.paperKey)
        requireAgreement(
            charter.origin.campaign == campaign.id && charter.origin.organiser == campaign.organiser, zh: "编号或主办方",
            en: "id or organiser")
        requireAgreement(
            charter.opens == campaign.opens && charter.closes == campaign.closes, zh: "开始或结束时间",
            en: "opening or end")
        // A file that came late is announced when it is first seen, which the grade counts against it.
        requireAgreement(charter.announces >= campaign.announces, zh: "公布时间", en: "time of announcing")
        requireAgreement(sourcesAgree(charter, campaign), zh: "随机数来源", en: "sources of randomness")
        requireAgreement((charter.roll == nil) == campaign.audience.isOpen, zh: "有没有名册", en: "whether there is a roll")
        requireAgreement(!campaign.needsWitnesses || charter.policy != nil, zh: "见证人", en: "witnesses")
        findings.pass(
            .rules, zh: "规则、公开规则和试卷密钥就是第 0 条所固定的", en: "rules, public rules and paper key are those that leaf 0 fixes")
    }

    private mutating func requireCharter(_ holds: Bool, _ path: String) {
        guard !holds else { return }
        findings.fail(.rules, BundleFileError(path, zh: "不是第 0 条所固定的文件", en: "is not what leaf 0 fixes"))
    }

    private mutating func requireAgreement(_ holds: Bool, zh: String, en: String) {
        findings.require(
            holds, .rules, zh: "\(BundlePaths.campaign)：\(zh)与第 0 条不同",
            en: "\(BundlePaths.campaign): \(en) not as in leaf 0")
    }

    /// Whether the charter declares the campaign's sources in the same order; the digest of a commit is its own.
    private func sourcesAgree(_ charter: Charter, _ campaign: Campaign) -> Bool {
        let activation = campaign.activation.map { [(Optional(Charter.activationPhase), $0)] } ?? []
        let own =
            campaign.phases.flatMap { phase in
                phase.randomness.map { (campaign.days.isEmpty ? nil : Optional(phase.name), $0) }
            } + activation
        guard charter.sources.count == own.count else { return false }
        return zip(charter.sources, own).allSatisfy { declared, own in
            switch (declared.source, own.1) {
            case (.commit, .commit):
                declared.phase == own.0
            case (.reveal(let party, let key, let digest), .reveal(let reveal)):
                declared.phase == own.0 && party == reveal.party && key.text == reveal.vkey
                    && digest.hex == reveal.commitment
            case (.drand(let round), .drand(let ownRound)):
                declared.phase == own.0 && round == ownRound
            case (.publicNumber(let name, let form, let available), .public(let ownName, let ownForm, let ownTime)):
                declared.phase == own.0 && name == ownName && form == ownForm.text && available == ownTime
            default: false
            }
        }
    }
}

/// rules/days.csv: where the days of a zone other than Asia/Shanghai begin, a header and one instant a line.
enum BundleDays {
    static func isNeeded(for campaign: Campaign) -> Bool {
        campaign.zone != "Asia/Shanghai"
    }

    static func bytes(_ campaign: Campaign) -> [UInt8] {
        Array(("start\n" + campaign.dayStarts.map { "\($0)\n" }.joined()).utf8)
    }
}
