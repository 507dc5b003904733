import JSON
import Proofs

extension Verification {
    /// The sizes of the heads that lie in the folder, ascending.
    var headSizes: [Int] { BundlePaths.headSizes(in: directory.paths, BundlePaths.head) }

    /// Check `witness-quorum`: that the policy's quorum vouched for the closing; keeps what witnesses said for the grade.
    ///
    /// The policy is the auditor's own where one was given, else the organiser's, which the charter fixes.
    mutating func checkWitnesses() {
        guard let log, let timeline else { return }
        let declared = readPolicy(timeline.charter)
        ownCosignatures = declared.map { takeCosignatures($0, log) }
        guard let policy = auditorPolicy ?? declared else {
            if timeline.charter.policy == nil {
                findings.notUsed(.witnessQuorum, zh: "本活动没有见证方", en: "the campaign has no witnesses")
            }
            return
        }
        findings.require(
            policy.accepts(timeline.charter.key), .witnessQuorum,
            zh: "见证规则列出了日志，但没有本活动的公钥", en: "the policy lists logs, and not this campaign's key")
        cosignatures = auditorPolicy.map { takeCosignatures($0, log) } ?? ownCosignatures
        guard !findings.hasFailed(.witnessQuorum) else {
            cosignatures = nil
            return
        }
        judgeQuorum(closing: timeline.closingSize)
    }

    /// The policy of the charter; nil without one, and where it is not the one in the bundle.
    private mutating func readPolicy(_ charter: Charter) -> WitnessPolicy? {
        guard let digest = charter.policy, let bytes = read(BundlePaths.policy, for: .witnessQuorum) else { return nil }
        guard Commitments.policy(bytes) == digest else {
            findings.fail(
                .witnessQuorum,
                BundleFileError(BundlePaths.policy, zh: "不是章程所定的见证规则", en: "is not the policy that leaf 0 fixes"))
            return nil
        }
        do throws(FormatError) {
            return try WitnessPolicy(parsing: bytes)
        } catch {
            findings.fail(.witnessQuorum, BundleFileError(BundlePaths.policy, error))
            return nil
        }
    }

    /// All that the witnesses of a policy signed of heads that are prefixes of this log.
    private mutating func takeCosignatures(_ policy: WitnessPolicy, _ log: LogFiles) -> Cosignatures {
        var cosignatures = Cosignatures(policy: policy)
        for path in [BundlePaths.checkpoint] + headSizes.map(BundlePaths.head) {
            guard let bytes = try? directory.read(path, atMost: 1 << 20), let note = try? SignedNote(parsing: bytes),
                let head = try? Checkpoint(parsing: note.text), head.size <= log.tree.count,
                log.tree.root(size: head.size) == head.root
            else { continue }
            do throws(Cosignatures.Rejection) {
                try cosignatures.take(note, size: head.size)
            } catch {
                findings.fail(
                    .witnessQuorum, BundleFileError(path, zh: "见证签名无效", en: "a witness's signature is not valid"))
            }
        }
        return cosignatures
    }

    private mutating func judgeQuorum(closing size: Int) {
        guard let cosignatures, cosignatures.policy.quorum != nil else {
            return findings.notUsed(
                .witnessQuorum, zh: "见证规则不要求任何见证方（quorum none），什么也没有证明",
                en: "the policy asks for no witness (quorum none), which shows nothing")
        }
        guard let seen = cosignatures.firstSeen(covering: size) else {
            return findings.fail(
                .witnessQuorum, zh: "按见证规则，没有足够的见证方签过截止时的记录",
                en: "too few witnesses of the policy vouched for the log up to the closing")
        }
        if auditorPolicy == nil {
            findings.pass(
                .witnessQuorum, zh: "由主办方选定的见证方于 \(seen) 毫秒见证了截止时的记录（没有给出 --policy）",
                en: "the witnesses, chosen by the organiser (no --policy was given), had seen the closing at \(seen) ms"
            )
        } else {
            findings.pass(
                .witnessQuorum, zh: "您认可的见证方于 \(seen) 毫秒见证了截止时的记录",
                en: "the witnesses of your policy had seen the closing at \(seen) ms")
        }
    }

    /// What bears on the grade that this verification gives.
    var quorumTimes: QuorumTimes { quorumTimes(cosignatures) }

    /// What bears on the grade in the report, which rests on the campaign's own policy.
    var reportedQuorumTimes: QuorumTimes { quorumTimes(ownCosignatures) }

    private func quorumTimes(_ trusted: Cosignatures?) -> QuorumTimes {
        guard let timeline else { return .none }
        return QuorumTimes(
            own: ownCosignatures?.times(before: timeline.outcome.index),
            trusted: trusted?.times(before: timeline.outcome.index),
            isRegistryWitnessed: trusted.flatMap { registryCosignatures($0.policy) }?
                .areInTime(for: timeline.declared) ?? false)
    }

    /// What the witnesses of a policy said of the registry; nil without one, and where its heads don't count.
    func registryCosignatures(_ policy: WitnessPolicy) -> RegistryCosignatures? {
        guard let registry, let key = timeline?.charter.registry, policy.accepts(key) else { return nil }
        return RegistryCosignatures(policy, registry.heads, registry.records)
    }
}

extension RegistryCosignatures {
    /// Lines that are no signature of the witness they name are passed over; who checks them has said so.
    init(_ policy: WitnessPolicy, _ heads: [SignedNote], _ records: [Registered]) {
        var cosignatures = Cosignatures(policy: policy)
        for note in heads {
            guard let head = try? Checkpoint(parsing: note.text) else { continue }
            try? cosignatures.take(note, size: head.size)
        }
        self.init(cosignatures: cosignatures, records: records)
    }
}

extension BundleContents {
    /// What bears on the grade in the report.
    func quorumTimes(_ timeline: Timeline) -> QuorumTimes {
        guard let cosignatures else { return .none }
        let times = cosignatures.times(before: timeline.outcome.index)
        let records = registry?.leaves.compactMap { try? Registered(parsing: $0) } ?? []
        let accepted = timeline.charter.registry.map(cosignatures.policy.accepts) ?? false
        return QuorumTimes(
            own: times, trusted: times,
            isRegistryWitnessed: accepted
                && RegistryCosignatures(cosignatures.policy, registry?.allHeads ?? [], records)
                    .areInTime(for: timeline.declared)
        )
    }

    /// What the witnesses of the policy said of the heads in the bundle; nil without a policy.
    private var cosignatures: Cosignatures? {
        guard let policy, let parsed = try? WitnessPolicy(parsing: policy) else { return nil }
        var cosignatures = Cosignatures(policy: parsed)
        for note in [checkpoint, closingHead] + days.map(\.closingHead) + cosignedHeads {
            guard let head = try? Checkpoint(parsing: note.text) else { continue }
            try? cosignatures.take(note, size: head.size)
        }
        return cosignatures
    }
}
