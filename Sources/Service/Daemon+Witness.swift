import Durability
import Engine
import JSON
import Proofs

extension Daemon {
    /// By how much a witness's clock may be ahead of the daemon's.
    private static let mostAheadMilliseconds: Int64 = 60_000
    /// Lines of one call.
    private static let mostLines = 32

    /// `witness.body`: what a witness is asked about the latest signed head.
    func witnessBody(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        guard let head = campaign.head else {
            throw CallError(.notNow, "head.missing", zh: "还没有签名的检查点", en: "no head has been signed yet")
        }
        let old = try oldSize(parameters, of: campaign, head: head.size)
        campaign.witnessed.handOut(size: head.size)
        let body = AddCheckpoint(
            oldSize: old, proof: campaign.log.tree.consistencyProof(old: old, new: head.size), note: head.note)
        return [
            "origin": .string(campaign.announced.origin.text), "size": .integer(Int64(head.size)),
            "old_size": .integer(Int64(old)), "body": .string(String(decoding: body.bytes, as: UTF8.self)),
        ]
    }

    /// As asked for, or what the witness signed last as far as the daemon knows.
    private func oldSize(_ parameters: Parameters, of campaign: RunningCampaign, head: Int) throws(CallError) -> Int {
        let given = try parameters.optionalInteger("old_size")
        let name = try parameters.optionalString("witness")
        guard given == nil || name == nil else {
            throw .params("witness 与 old_size 只给一个", "either witness or old_size is given")
        }
        if let given {
            guard (0...Int64(head)).contains(given) else {
                throw .params(
                    "old_size 应在 0 与检查点的 \(head) 之间", "old_size lies between 0 and the head's size \(head)")
            }
            return Int(given)
        }
        guard let cosignatures = campaign.witnessed.cosignatures else {
            guard name == nil else { throw .policyMissing(campaign.id) }
            return 0
        }
        let witnesses = cosignatures.policy.witnesses
        guard let name else { return witnesses.count == 1 ? cosignatures.lastSize(of: 0) : 0 }
        guard let place = witnesses.firstIndex(where: { $0.name == name || $0.key.name == name }) else {
            throw .witnessUnknown(name)
        }
        return cosignatures.lastSize(of: place)
    }

    /// `cosign`: takes in what witnesses said of a head, all lines or none.
    func cosign(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        guard campaign.witnessed.cosignatures != nil else { throw .policyMissing(campaign.id) }
        let sizes = try cosignedSizes(parameters, of: campaign)
        let lines = try parameters.string("lines").split(separator: "\n")
        guard (1...Self.mostLines).contains(lines.count) else {
            throw .params("lines 应为 1–\(Self.mostLines) 行", "lines are 1–\(Self.mostLines) lines")
        }
        var taken: [Cosignatures.Cosignature] = []
        for line in lines { taken.append(try check(String(line), on: sizes, of: campaign)) }
        for cosignature in taken { stage(cosignature, of: campaign) }
        campaign.refreshWitnessedHead()
        return [
            "cosigned": .array(
                taken.map { ["witness": .string($0.signature.name), "size": .integer(Int64($0.size))] }),
            "witnessed": .integer(Int64(campaign.witnessed.witnessedSize)),
        ]
    }

    private func cosignedSizes(_ parameters: Parameters, of campaign: RunningCampaign) throws(CallError) -> [Int] {
        guard let size = try parameters.optionalInteger("size") else { return campaign.witnessed.candidates }
        guard campaign.witnessed.isSigned(Int(size)) else {
            throw CallError(
                .notFound, "head.unknown", zh: "没有签过大小为 \(size) 的检查点", en: "no head of size \(size) was signed")
        }
        return [Int(size)]
    }

    /// One line, on the first of the heads that it is of.
    private func check(
        _ line: String, on sizes: [Int], of campaign: RunningCampaign
    ) throws(CallError) -> Cosignatures.Cosignature {
        guard let signature = try? SignedNote.Signature(parsing: line) else {
            throw CallError(
                .params, "cosignature.form", zh: "不是见证签名行（— 名称 base64）：\(line.prefix(80))",
                en: "no line of a cosignature (— name base64): \(line.prefix(80))")
        }
        guard let cosignatures = campaign.witnessed.cosignatures, cosignatures.policy.place(of: signature) != nil else {
            throw .witnessUnknown(signature.name)
        }
        for size in sizes {
            let text = campaign.signedHead(size: size).note.text
            guard let checked = try? cosignatures.check(signature, of: text, size: size) else { continue }
            guard checked.seconds <= UInt64(max(0, tick + Self.mostAheadMilliseconds)) / 1000 else {
                throw CallError(
                    .notNow, "cosignature.future", zh: "\(signature.name) 的签名时间在未来（\(checked.seconds) 秒）",
                    en: "\(signature.name) signed a time in the future (\(checked.seconds) s)")
            }
            return checked
        }
        throw CallError(
            .params, "cosignature.bad",
            zh: "\(signature.name) 没有签过这些检查点：大小 \(sizes)；其他大小请给出 size",
            en: "\(signature.name) signed none of the heads of size \(sizes); for another one give size")
    }

    private func stage(_ cosignature: Cosignatures.Cosignature, of campaign: RunningCampaign) {
        var payload = PayloadWriter()
        payload.integer(UInt32(campaign.number))
        payload.integer(UInt64(cosignature.size))
        payload.string(cosignature.signature.line)
        _ = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.cosignature.rawValue, payload: $0) }
        campaign.witnessed.take(cosignature)
        campaign.version += 1
    }
}

extension Daemon {
    /// Holds the recovered logs against what witnesses saw: a backup that was brought back is older than that.
    func requireWitnessed() throws(RolledBack) {
        for last in settings.lastWitnessed where last.size > 0 {
            if retired.contains(where: { $0.origin.text == last.origin && $0.size >= last.size }) { continue }
            guard let campaign = campaigns.first(where: { $0.announced.origin.text == last.origin }) else {
                throw RolledBack(origin: last.origin, size: nil, witnessed: last.size)
            }
            let tree = campaign.log.tree
            guard tree.count >= last.size, last.root.map({ tree.root(size: last.size) == $0 }) ?? true else {
                throw RolledBack(origin: last.origin, size: tree.count, witnessed: last.size)
            }
        }
    }
}

extension CallError {
    fileprivate static func policyMissing(_ campaign: String) -> CallError {
        CallError(
            .notNow, "policy.missing", zh: "\(campaign) 没有见证规则：公告时守护进程没有 --policy",
            en: "\(campaign) has no policy: the daemon had no --policy when it was announced")
    }

    fileprivate static func witnessUnknown(_ name: String) -> CallError {
        CallError(
            .notFound, "witness.unknown", zh: "见证规则里没有这个见证方：\(name)", en: "the policy has no such witness: \(name)")
    }
}
