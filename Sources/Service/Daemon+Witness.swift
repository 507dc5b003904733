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
        let asked = try cosignedLog(parameters)
        guard let head = asked.heads.shown else {
            throw CallError(.notNow, "head.missing", zh: "还没有签名的检查点", en: "no head has been signed yet")
        }
        let old = try oldSize(parameters, of: asked, head: head.size)
        asked.witnessed.handOut(size: head.size)
        let body = AddCheckpoint(
            oldSize: old, proof: asked.log.tree.consistencyProof(old: old, new: head.size), note: head.note)
        return [
            "origin": .string(asked.originText), "size": .integer(Int64(head.size)),
            "old_size": .integer(Int64(old)), "body": .string(String(decoding: body.bytes, as: UTF8.self)),
        ]
    }

    /// The campaign that is named, or the registry by the id that no campaign has.
    private func cosignedLog(_ parameters: Parameters) throws(CallError) -> any CosignedLog {
        let name = try parameters.name("campaign")
        return name.elementsEqual(Store.registry.utf8) ? registry : try campaign(named: name)
    }

    /// As asked for, or what the witness signed last as far as the daemon knows.
    private func oldSize(_ parameters: Parameters, of asked: any CosignedLog, head: Int) throws(CallError) -> Int {
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
        guard let name else {
            guard let cosignatures = asked.witnessed.cosignatures, cosignatures.policy.witnesses.count == 1 else {
                return 0
            }
            return cosignatures.lastSize(of: 0)
        }
        guard !asked.witnessed.records.isEmpty else { throw .policyMissing(asked) }
        let last = asked.witnessed.records.compactMap { cosignatures in
            cosignatures.policy.witnesses.firstIndex { $0.name == name || $0.key.name == name }
                .map { cosignatures.lastSize(of: $0) }
        }.max()
        guard let last else { throw .witnessUnknown(name) }
        return last
    }

    /// `cosign`: takes in what witnesses said of a head, all lines or none.
    func cosign(_ parameters: Parameters) throws(CallError) -> JSON {
        let cosigned = try cosignedLog(parameters)
        guard !cosigned.witnessed.records.isEmpty else { throw .policyMissing(cosigned) }
        let sizes = try cosignedSizes(parameters, of: cosigned)
        let lines = try parameters.string("lines").split(separator: "\n")
        guard (1...Self.mostLines).contains(lines.count) else {
            throw .params("lines 应为 1–\(Self.mostLines) 行", "lines are 1–\(Self.mostLines) lines")
        }
        var taken: [Cosignatures.Cosignature] = []
        for line in lines { taken.append(try check(String(line), on: sizes, of: cosigned)) }
        for cosignature in taken { stage(cosignature, of: cosigned) }
        cosigned.wereCosigned()
        return [
            "cosigned": .array(
                taken.map { ["witness": .string($0.signature.name), "size": .integer(Int64($0.size))] }),
            "witnessed": .integer(Int64(cosigned.witnessed.witnessedSize)),
        ]
    }

    private func cosignedSizes(_ parameters: Parameters, of cosigned: any CosignedLog) throws(CallError) -> [Int] {
        guard let size = try parameters.optionalInteger("size") else { return cosigned.witnessed.candidates }
        guard cosigned.witnessed.isSigned(Int(size)) else {
            throw CallError(
                .notFound, "head.unknown", zh: "没有签过大小为 \(size) 的检查点", en: "no head of size \(size) was signed")
        }
        return [Int(size)]
    }

    /// One line, on the first of the heads that it is of.
    private func check(
        _ line: String, on sizes: [Int], of cosigned: any CosignedLog
    ) throws(CallError) -> Cosignatures.Cosignature {
        guard let signature = try? SignedNote.Signature(parsing: line) else {
            throw CallError(
                .params, "cosignature.form", zh: "不是见证签名行（— 名称 base64）：\(line.prefix(80))",
                en: "no line of a cosignature (— name base64): \(line.prefix(80))")
        }
        guard cosigned.witnessed.knows(signature) else { throw .witnessUnknown(signature.name) }
        guard let checked = cosigned.check(signature, sizes: sizes) else {
            throw CallError(
                .params, "cosignature.bad",
                zh: "\(signature.name) 没有签过这些检查点：大小 \(sizes)；其他大小请给出 size",
                en: "\(signature.name) signed none of the heads of size \(sizes); for another one give size")
        }
        guard checked.seconds <= UInt64(max(0, tick + Self.mostAheadMilliseconds)) / 1000 else {
            throw CallError(
                .notNow, "cosignature.future", zh: "\(signature.name) 的签名时间在未来（\(checked.seconds) 秒）",
                en: "\(signature.name) signed a time in the future (\(checked.seconds) s)")
        }
        return checked
    }

    private func stage(_ cosignature: Cosignatures.Cosignature, of cosigned: any CosignedLog) {
        var payload = PayloadWriter()
        payload.integer(cosigned.journalNumber)
        payload.integer(UInt64(cosignature.size))
        payload.string(cosignature.signature.line)
        _ = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.cosignature.rawValue, payload: $0) }
        cosigned.witnessed.take(cosignature)
    }
}

extension Daemon {
    /// Holds the recovered logs against what witnesses saw: a backup that was brought back is older than that.
    func requireWitnessed() throws(RolledBack) {
        for last in settings.lastWitnessed where last.size > 0 {
            let logs: [any CosignedLog] = [registry] + campaigns
            guard let tree = logs.first(where: { $0.originText == last.origin })?.log.tree else {
                throw RolledBack(origin: last.origin, size: nil, witnessed: last.size)
            }
            guard tree.count >= last.size, last.root.map({ tree.root(size: last.size) == $0 }) ?? true else {
                throw RolledBack(origin: last.origin, size: tree.count, witnessed: last.size)
            }
        }
    }
}

extension CallError {
    fileprivate static func policyMissing(_ log: any CosignedLog) -> CallError {
        CallError(
            .notNow, "policy.missing", zh: "\(log.originText) 没有见证规则：公告时守护进程没有 --policy",
            en: "\(log.originText) has no policy: the daemon had no --policy when it was announced")
    }

    fileprivate static func witnessUnknown(_ name: String) -> CallError {
        CallError(
            .notFound, "witness.unknown", zh: "见证规则里没有这个见证方：\(name)", en: "the policy has no such witness: \(name)")
    }
}
