import JSON
import Proofs

extension Verification {
    /// The sizes of the heads that lie in the folder, ascending.
    var headSizes: [Int] {
        directory.paths.compactMap { path in
            guard path.hasPrefix("log/heads/"), let size = Int(path.dropFirst("log/heads/".count)), size > 0,
                BundlePaths.head(size) == path
            else { return nil }
            return size
        }.sorted()
    }

    /// Check `witness-quorum`: that the policy's quorum vouched for the closing; keeps what witnesses said for the grade.
    ///
    /// The policy is the auditor's own where one was given, else the organiser's, which the charter fixes.
    mutating func checkWitnesses() {
        guard let log, let timeline else { return }
        let declared = readPolicy(timeline.charter)
        guard let policy = auditorPolicy ?? declared else {
            if timeline.charter.policy == nil {
                findings.notUsed(.witnessQuorum, zh: "本活动没有见证方", en: "the campaign has no witnesses")
            }
            return
        }
        findings.require(
            policy.accepts(timeline.charter.key), .witnessQuorum,
            zh: "见证规则列出了日志，但没有本活动的公钥", en: "the policy lists logs, and not this campaign's key")
        cosignatures = takeCosignatures(policy, log)
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

    /// The earliest time, in Unix milliseconds, at which the quorum had seen the first `size` leaves; nil where it had
    /// not, where there is no quorum, and where `witness-quorum` failed.
    func firstWitnessed(covering size: Int) -> Int64? {
        cosignatures?.firstSeen(covering: size)
    }
}

extension BundleContents {
    /// What the witnesses of the policy said of the heads in the bundle; nil without a policy.
    var cosignatures: Cosignatures? {
        guard let policy, let parsed = try? WitnessPolicy(parsing: policy) else { return nil }
        var cosignatures = Cosignatures(policy: parsed)
        for note in [checkpoint, closingHead] + cosignedHeads {
            guard let head = try? Checkpoint(parsing: note.text) else { continue }
            try? cosignatures.take(note, size: head.size)
        }
        return cosignatures
    }
}
