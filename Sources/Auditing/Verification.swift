import Campaigns
import JSON
import Proofs

/// One run of the verifier: what has been read and found so far.
///
/// Each step writes what later steps need, or leaves it nil after noting why; a step whose needs are nil is not made.
struct Verification {
    let directory: BundleDirectory
    let verificationKey: String?
    let publicValues: [String: String]
    /// The organiser's published registry key.
    let registryKey: String?
    /// The caller's own policy, in place of the organiser's.
    let auditorPolicy: WitnessPolicy?
    /// The bytes of the auditor's file and of a participant's receipt, where the caller has them.
    let auditorFile: [UInt8]?
    let receipt: [UInt8]?
    /// Keys that second parties confirmed to the caller.
    let partyKeys: [VerificationKey]
    /// The folder of an earlier bundle of the same log.
    let earlierFolder: String?
    let beaconKey: BeaconKey
    let progress: (@Sendable (VerificationProgress) -> Swift.Void)?
    var findings = Findings()

    var rules: RulesFiles?
    var earlier: EarlierBundle?
    var roll: RollTable?
    var log: LogFiles?
    /// One for each phase that was drawn or voided, in their order.
    var timelines: [Timeline] = []
    /// The last of them; within ``eachPhase(_:)`` the one that is looked at.
    var timeline: Timeline?
    /// What was found of each.
    var again: [PhaseAgain] = []
    /// Everybody who won so far, each once.
    var everyone: [Pseudonym] = []
    var registry: RegistryFiles?
    /// What was in force when, where the rules could be read.
    var amendments: AmendmentWalk?
    var judge: EntryJudge?
    /// What the openings show besides; nil where the rules or the roll can't be read.
    var secondCount: SecondCount?
    /// What was erased since the first bundle.
    var gaps = WithheldEntries()
    var instant: InstantAgain?
    var grade: Grade?
    /// In the place of the grade, where the phase was voided.
    var noDraw: NoDraw?
    var seed: Digest?
    var drawn: DrawnAgain?
    /// The works counted and ranked again; nil in campaigns without works.
    var works: CountedWorks?
    /// Vouchers and money gone through again; nil in campaigns that have neither, and where they could not be.
    var money: FundWalk?
    /// Places worked out again; nil in campaigns without, and where they could not be.
    var placesAgain: PlacesAgain?
    /// The people ranked again; nil where they are not.
    var people: RankedAgain?
    /// What the witnesses of the campaign's own policy said of its heads, by which values count.
    var ownCosignatures: Cosignatures?
    /// What those of the policy said that the grade is given by; nil where `witness-quorum` failed.
    var cosignatures: Cosignatures?

    init(
        directory: BundleDirectory, verificationKey: String?, publicValues: [String: String],
        auditorPolicy: WitnessPolicy? = nil, auditorFile: [UInt8]? = nil, receipt: [UInt8]? = nil,
        partyKeys: [VerificationKey] = [], beaconKey: BeaconKey = .quicknet, registryKey: String? = nil,
        earlier: String? = nil,
        progress: (@Sendable (VerificationProgress) -> Swift.Void)?
    ) {
        self.directory = directory
        self.verificationKey = verificationKey
        self.publicValues = publicValues
        self.registryKey = registryKey
        self.auditorPolicy = auditorPolicy
        self.auditorFile = auditorFile
        self.receipt = receipt
        self.partyKeys = partyKeys
        earlierFolder = earlier
        self.beaconKey = beaconKey
        self.progress = progress
    }

    mutating func run() -> VerificationReport {
        reach(.sums)
        checkSums()
        reach(.rules)
        readRules()
        openEarlier()
        reach(.roll)
        readRoll()
        readAmendments()
        readLog()
        checkGaps()
        checkRecords()
        readRegistry()
        checkKeyAndHeads()
        checkEarlier()
        checkWitnesses()
        checkRules()
        checkRoll()
        checkRegistry()
        noteUnusedParts()
        reach(.draw)
        checkInstant()
        takeWithheldRows()
        checkEligibility()
        checkTally()
        checkLedger()
        eachPhase { verification, _ in
            verification.checkRandomness()
            verification.checkPlaces()
            verification.checkDraw()
        }
        reach(.report)
        checkReport()
        noteWithheld()
        let results = findings.results()
        let hasFailed = results.contains { $0.status == .fail }
        return VerificationReport(
            checks: results, grade: hasFailed ? nil : grade, noDraw: hasFailed ? nil : noDrawLine,
            origin: timeline?.charter.origin.text,
            isRehearsal: timeline?.charter.origin.isRehearsal ?? false, receipt: receipt.map(readReceipt))
    }

    /// Why there is no draw, with the time in the campaign's zone.
    var noDrawLine: BilingualText? {
        guard let noDraw, let rules else { return nil }
        return noDraw.line(LocalTime(zone: rules.campaign.zone))
    }

    func reach(_ step: VerificationProgress.Step, done: Int = 0, total: Int = 0) {
        progress?(VerificationProgress(step: step, done: done, total: total))
    }

    /// The bytes of a file that a check needs; a failure of that check where there are none.
    mutating func read(_ path: String, for id: CheckID) -> [UInt8]? {
        do throws(BundleFileError) {
            return try directory.read(path)
        } catch {
            findings.fail(id, error)
            return nil
        }
    }

    /// A failure of `id` unless the file holds exactly these bytes; names the first byte that differs.
    mutating func requireFile(_ path: String, holds expected: [UInt8], _ id: CheckID) {
        guard let found = read(path, for: id), found != expected else { return }
        let same = zip(found, expected).prefix { $0 == $1 }.count
        let line = expected.prefix(same).count { $0 == 0x0A } + 1
        findings.fail(
            id,
            BundleFileError(
                path, zh: "与重新算出的内容不同，从第 \(line) 行（第 \(same) 字节）起",
                en: "differs from what was worked out again, from line \(line) (byte \(same)) on"))
    }

    /// Parts that no campaign has yet: their records must say so, which `records` checks.
    private mutating func noteUnusedParts() {
        guard timeline != nil, rules?.campaign.hasLedger != true else { return }
        findings.notUsed(.ledger, zh: "本活动没有这一部分", en: "the campaign has no such part")
    }
}
