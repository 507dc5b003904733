import Campaigns
import JSON
import Proofs

extension Verification {
    /// Checks `randomness` and `seed`, and works out the grade.
    mutating func checkRandomness() {
        guard let log, let timeline else { return }
        let facts = randomnessFacts(timeline, quorumTimes)
        for (index, value) in timeline.values { checkValue(value, index: index, timeline) }
        if let voiding = timeline.outcome.voiding {
            checkVoid(voiding, facts)
        } else {
            checkComplete(facts)
        }
        for (place, declared) in timeline.charter.seedSources.enumerated() {
            checkNote(of: declared.source, BundlePaths.note(place + 1), timeline)
            checkBeacon(declared.source, value: facts.sources[place].value)
        }
        if let activation = facts.activation {
            checkNote(of: activation.source, BundlePaths.activationNote, timeline)
            checkBeacon(activation.source, value: activation.value)
        }
        checkConfirmed(facts)
        checkParties(timeline.charter)
        checkDayNames()
        findings.pass(
            .randomness, zh: "\(timeline.values.count) 个随机数符合章程",
            en: "\(counted(timeline.values.count, "value")) as the charter declares")
        guard timeline.outcome.draw != nil else { return }
        let basis = GradeBasis(
            publicValues: confirmed(facts), partyKeys: partyKeys, isBeaconChecked: true,
            areWitnessesTrusted: auditorPolicy != nil)
        grade = rules.map { $0.campaign.leavesToChance ? facts.wholeGrade(basis) : .chanceless }
        guard let lines = facts.lines else { return }
        checkSeed(
            SeedInput(
                origin: timeline.charter.origin, phase: timeline.name, size: timeline.closingSize,
                root: log.tree.root(size: timeline.closingSize), sources: lines), timeline)
    }

    /// A draw had all that it may not go without.
    private mutating func checkComplete(_ facts: RandomnessFacts) {
        for index in facts.extensionsNotHeld {
            findings.fail(
                .randomness, leaf: index, zh: "见证方没有在随机数产生十分钟之前见证这次延期，延期无效",
                en: "extends, and the witnesses had not seen it ten minutes before the randomness was to exist, "
                    + "so it does not hold")
        }
        for place in facts.awaited {
            findings.fail(
                .randomness, zh: "来源 \(place + 1) 没有按时记录随机数，不应抽奖",
                en: "source \(place + 1) has no value in time, so there should be no draw")
        }
        findings.require(
            facts.closedInTime, .randomness, zh: "截止晚于公开随机数的时间，不应抽奖",
            en: "the closing is later than the public randomness, so there should be no draw")
    }

    /// A void has its reason, and was not said before the time to wait was over.
    private mutating func checkVoid(_ voiding: (index: Int, record: VoidRecord), _ facts: RandomnessFacts) {
        noDraw = facts.noDraw(voiding, waits: waits)
        for id in [CheckID.seed, .tickets, .winners] {
            findings.notUsed(id, zh: "抽奖已作废，没有这一部分", en: "the draw is void, so there is no such part")
        }
        guard let ground = facts.voidGround(waits: waits, at: voiding.record.at) else {
            return findings.fail(
                .randomness, leaf: voiding.index, zh: "抽奖所需的随机数都在记录中，不应作废",
                en: "voids a draw that lacks no value")
        }
        guard voiding.record.at < ground.from else { return }
        findings.fail(
            .randomness, leaf: voiding.index, zh: "作废过早：来源 \(ground.missing.map { $0 + 1 }) 的随机数还要等到 \(ground.from) 毫秒",
            en: "voids the draw too early: source \(ground.missing.map { $0 + 1 }) was to be waited for until "
                + "\(ground.from) ms")
    }

    /// Why there is no draw as the report has it, which knows no witnesses but the campaign's own; nil with a draw.
    func reportedNoDraw(_ timeline: Timeline) -> NoDraw? {
        timeline.outcome.voiding.map { randomnessFacts(timeline, reportedQuorumTimes).noDraw($0, waits: waits) }
    }

    /// How long the value of each source is waited for.
    private var waits: [Int64] { rules?.campaign.randomnessTerms.map(\.wait) ?? [] }

    /// The values as they count, by the charter and the rules.
    func randomnessFacts(_ timeline: Timeline, _ times: QuorumTimes) -> RandomnessFacts {
        timeline.randomness(rules?.campaign.randomnessTerms.map(\.fallbackOf) ?? [], times)
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
        if case .publicNumber(_, let text, _) = source, !Self.isCanonical(value.value, form: text) {
            findings.fail(.randomness, leaf: index, zh: "随机数不符合 \(text)", en: "is not of the form \(text)")
        }
        if let available = source.available, value.at < available {
            findings.fail(.randomness, leaf: index, zh: "早于公布的时间", en: "is from before the number could be known")
        }
    }

    static func isCanonical(_ value: String, form text: String) -> Bool {
        guard case .success(let form) = PublicForm.parse(text), case .success(let normal) = form.normalise(value)
        else { return false }
        return normal.utf8.elementsEqual(value.utf8)
    }

    /// A second party's note: the file of the rules, signed with the charter's key for this campaign and this number.
    private mutating func checkNote(of source: RandomnessSource, _ path: String, _ timeline: Timeline) {
        guard case .reveal(let party, let key, let digest) = source else { return }
        guard let bytes = read(path, for: .randomness) else { return }
        do throws(RevealNote.Flaw) {
            try RevealNote.check(bytes, origin: timeline.charter.origin, key: key, digest: digest)
        } catch {
            findings.fail(
                .randomness,
                BundleFileError(
                    path, zh: "不是 \(party) 为本活动的这个数签的便笺", en: "is no note that \(party) signed for this number here"))
        }
    }

    /// A beacon's round: the signature is kept, its hash is the value, and the beacon made it for this round.
    private mutating func checkBeacon(_ source: RandomnessSource, value: String?) {
        guard case .drand(let round) = source, let value, let number = Digest(hex: value),
            let bytes = read(BundlePaths.beacon(round), for: .randomness)
        else { return }
        let signature = (try? JSONDocument(bytes: bytes))?.root["signature"]?.string.flatMap { Hex.decode($0) }
        guard let signature, let beacon = Beacon(round: round, signature: signature), beacon.bytes == bytes,
            beacon.value == number
        else {
            findings.fail(
                .randomness,
                BundleFileError(
                    BundlePaths.beacon(round), zh: "不是这一轮的签名，其 SHA-256 不是所记录的随机数",
                    en: "is not the signature of that round whose SHA-256 was logged"))
            return
        }
        do throws(BeaconFlaw) {
            try beaconKey.check(beacon)
        } catch {
            findings.fail(
                .randomness,
                BundleFileError(
                    BundlePaths.beacon(round), zh: "签名\(error.text.zh)", en: "has a signature that \(error.text.en)"))
        }
    }

    /// What the caller saw drawn for the phase that is looked at: of a daily campaign under names such as
    /// `day-1/notary.example`.
    private var publicValuesOfPhase: [String: String] {
        guard let timeline, timeline.day != nil else { return publicValues }
        let own = publicValues.filter { $0.key.hasPrefix(timeline.name + "/") }
        return Dictionary(
            uniqueKeysWithValues: own.map { (String($0.key.dropFirst(timeline.name.count + 1)), $0.value) })
    }

    /// Of a daily campaign a value that names no day confirms nothing.
    private mutating func checkDayNames() {
        guard timeline?.day != nil else { return }
        for name in publicValues.keys.sorted() where !timelines.contains(where: { name.hasPrefix($0.name + "/") }) {
            findings.fail(
                .randomness, zh: "每日开奖，\(name) 须写明哪一天，如 day-1/\(name)",
                en: "there is a draw every day, so \(name) needs its day, such as day-1/\(name)")
        }
    }

    /// What the caller saw drawn, read by the form of the source as the daemon reads it.
    private func confirmed(_ facts: RandomnessFacts) -> [String: String] {
        var values = publicValuesOfPhase
        for counted in facts.sources + (facts.activation.map { [$0] } ?? []) {
            guard case .publicNumber(let name, let form, _) = counted.source, let typed = publicValuesOfPhase[name],
                case .success(let form) = PublicForm.parse(form), case .success(let value) = form.normalise(typed)
            else { continue }
            values[name] = value
        }
        return values
    }

    /// What the caller saw drawn must be what was logged.
    private mutating func checkConfirmed(_ facts: RandomnessFacts) {
        for (name, value) in confirmed(facts).sorted(by: { $0.key < $1.key }) {
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

    /// The keys that the caller has from second parties must be those of the charter.
    private mutating func checkParties(_ charter: Charter) {
        let declared = charter.sources.compactMap { declared -> VerificationKey? in
            guard case .reveal(_, let key, _) = declared.source else { return nil }
            return key
        }
        for key in partyKeys where !declared.contains(key) {
            findings.fail(
                .randomness, zh: "章程中 \(key.name) 的公钥不是 \(key.text)",
                en: "the charter does not have the key \(key.text) of \(key.name)")
        }
    }

    private mutating func checkSeed(_ input: SeedInput, _ timeline: Timeline) {
        requireFile(timeline.paths.seedInput, holds: Array(input.text.utf8), .seed)
        let seed = input.seed
        self.seed = seed
        if let (index, record) = timeline.outcome.draw, record.seed != seed {
            findings.fail(
                .seed, zh: "记录第 \(index) 条：种子不是重新算出的那一个",
                en: "log, leaf \(index): the seed is not the one worked out again")
        }
        findings.pass(.seed, zh: "种子与重新算出的一致", en: "the seed is the one worked out again")
    }
}
