import Durability
import JSON
import Proofs

extension Daemon {
    /// Answers whoever waited for a head that may be shown now.
    func answerHeadRequests(of campaign: RunningCampaign) {
        // A bundle is not made while what must not be in it is still there.
        guard !campaign.waitingForHead.isEmpty, pendingErasures.isEmpty else { return }
        keepBundles(of: campaign)
        guard let head = campaign.head else { return }
        let answerable = campaign.waitingForHead.filter { $0.isAnswerable(under: head) }
        guard !answerable.isEmpty else { return }
        campaign.waitingForHead.removeAll { $0.isAnswerable(under: head) }
        for request in answerable where request.address.peer.isOpen {
            touch(request.address.peer)
            answer(request, campaign, head)
        }
    }

    private func answer(_ request: HeadRequest, _ campaign: RunningCampaign, _ newest: Head) {
        let witnessed = campaign.witnessedHead.flatMap { $0.size > request.index ? $0 : nil }
        let head = witnessed ?? newest
        switch request.wish {
        case .export(let folder): return startExport(of: campaign, into: folder, for: request)
        case .flags: return startLook(at: campaign, size: newest.size, for: request)
        case .submission, .receipt: break
        }
        switch receipt(for: request, campaign, head) {
        case .failure(let error):
            request.address.write(error: error, id: request.id, language: request.language)
        case .success(let receipt):
            request.address.write { out in
                JSONWriter.appendRaw("{\"jsonrpc\":\"2.0\",\"id\":", to: &out)
                out.append(contentsOf: request.id)
                JSONWriter.appendRaw(",\"result\":{", to: &out)
                if case .submission(let members) = request.wish {
                    out.append(contentsOf: members)
                } else {
                    JSONWriter.appendRaw("\"index\":", to: &out)
                    JSONWriter.appendInteger(Int64(request.index), to: &out)
                }
                JSONWriter.appendRaw(",\"receipt\":", to: &out)
                JSONWriter.appendString(receipt.bytes, to: &out)
                JSONWriter.appendRaw(",\"size\":", to: &out)
                JSONWriter.appendInteger(Int64(head.size), to: &out)
                JSONWriter.appendRaw(
                    witnessed == nil ? ",\"state\":\"logged\"}}" : ",\"state\":\"witnessed\"}}", to: &out)
            }
        }
        request.address.arrived()
    }

    private func receipt(
        for request: HeadRequest, _ campaign: RunningCampaign, _ head: Head
    ) -> Result<Receipt, CallError> {
        do {
            let payload = try journal.payload(at: campaign.log.locations[request.index])
            let id = campaign.roll.id(request.person)
            let keys = campaign.announced.keys
            let salts = Receipt.Extra.Salts(identity: keys.identitySalt(of: id), display: keys.displaySalt(of: id))
            return .success(
                Receipt(
                    extra: request.isInclusionOnly
                        ? nil : Receipt.Extra(opening: try EntryPayload.opening(of: payload), salts: salts),
                    index: request.index,
                    siblings: campaign.log.tree.inclusionProof(index: request.index, size: head.size),
                    checkpoint: head.note))
        } catch {
            return .failure(CallError(.internal, "journal", zh: "日志读取失败：\(error)", en: "\(error)"))
        }
    }
}
