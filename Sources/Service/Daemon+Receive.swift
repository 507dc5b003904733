import Engine
import JSON

extension Daemon {
    /// Requests of one peer that may wait for a head or for work in the background.
    static let mostWaiting = 1024
    /// Replies that a client leaves unread before it gets no more of them and nothing more is read from it.
    static let mostUnsentBytes = 1 << 20

    /// Works on one line: a request, or an array of them.
    package func receive(_ bytes: UnsafeBufferPointer<UInt8>, from peer: Peer) {
        touch(peer)
        do throws(JSONError) {
            try tape.read(bytes)
        } catch {
            ReplyAddress.direct(peer).write(error: CallError(error), id: "null".utf8, language: .zh)
            return
        }
        tape.withUnsafeNodes { nodes in
            let line = Line(bytes: bytes, nodes: nodes)
            if case .array = nodes[0].kind { handleBatch(line, peer) } else { handle(line, 0, .direct(peer)) }
        }
    }

    /// Answers something that was no request, before the connection ends.
    func refuse(_ peer: Peer, _ error: CallError) {
        touch(peer)
        ReplyAddress.direct(peer).write(error: error, id: "null".utf8, language: .zh)
    }

    private func handleBatch(_ line: Line, _ peer: Peer) {
        guard line.nodes[0].count > 0 else {
            let error = CallError.request("批量请求不能为空", "a batch has at least one request", 1)
            return ReplyAddress.direct(peer).write(error: error, id: "null".utf8, language: .zh)
        }
        let batch = BatchReply(peer: peer)
        var node = 1
        for _ in 0..<line.nodes[0].count {
            // The rest of an array whose answers are too long already gets one answer.
            guard ReplyAddress.batch(batch).unsentCount < Self.mostUnsentBytes else {
                let error = CallError(Refusal(.overloaded, retryAfterMilliseconds: 100))
                ReplyAddress.batch(batch).write(error: error, id: "null".utf8, language: .zh)
                break
            }
            handle(line, node, .batch(batch))
            node = Int(line.nodes[node].next)
        }
        batch.finishReading()
    }

    private func handle(_ line: Line, _ node: Int, _ address: ReplyAddress) {
        let call: Call
        do throws(BadCall) {
            call = try line.call(at: node)
        } catch {
            guard !error.isNotification else { return }
            address.write(error: error.error, id: line.idBytes(error.id), language: error.language)
            return
        }
        do throws(CallError) {
            try dispatch(call, address)
        } catch {
            guard call.id != nil else { return }
            address.write(error: error, id: call.idBytes, language: call.language)
        }
    }

    private func dispatch(_ call: Call, _ address: ReplyAddress) throws(CallError) {
        guard call.method != .submit else { return try submit(call, address) }
        guard call.method.socket == .intake || address.peer.socket == .control else {
            throw CallError(
                .method, "method.socket", zh: "\(call.method.rawValue) 只能在控制套接字上调用",
                en: "\(call.method.rawValue) is on the control socket only")
        }
        // Answers are longer than their questions: who does not take them gets no more of them.
        guard address.unsentCount < Self.mostUnsentBytes else {
            throw CallError(Refusal(.overloaded, retryAfterMilliseconds: 100))
        }
        let parameters = try Parameters(call)
        switch call.method {
        case .vote: try vote(parameters, address)
        case .enrol: try enrol(parameters, address)
        case .enrolBatch: try enrolBatch(parameters, address)
        case .work: try work(parameters, address)
        case .start: try start(parameters, address)
        case .save: try save(parameters, address)
        case .hint: try hint(parameters, address)
        case .receipt: try receipt(parameters, address)
        case .signin: try signin(parameters, address)
        case .export: try export(parameters, address)
        case .erase: try erase(parameters, address)
        case .retire: try retire(parameters, address)
        case .rollAdd: try addToRoll(parameters, address)
        case .flags: try flags(parameters, address)
        default:
            let result = try answer(parameters, address.peer)
            if call.id != nil { address.write(result: result, id: call.idBytes) }
        }
    }

    private func answer(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        switch parameters.call.method {
        case .campaigns: campaignList()
        case .campaign: try campaignDescription(parameters)
        case .works: try works(parameters, peer)
        case .view: try view(parameters)
        case .juryScore: try score(parameters)
        case .workReview: try reviewWork(parameters)
        case .workList: try workList(parameters)
        case .paper: try paper(parameters, peer)
        case .claim: try settle(.claim, parameters, peer)
        case .decline: try settle(.decline, parameters, peer)
        case .voucher: try voucher(parameters, peer)
        case .voucherReserve: try reserve(parameters, peer)
        case .voucherConfirm: try confirm(parameters)
        case .voucherRelease: try release(parameters)
        case .voucherTransfer: try transfer(parameters, peer)
        case .redeem: try redeem(parameters, peer)
        case .refund: try refund(parameters, peer)
        case .appeal: try appeal(parameters, peer)
        case .voucherVoid: try voidVoucher(parameters)
        case .settle: try settle(parameters)
        case .enrolCancel: try cancelEnrolment(parameters, peer)
        case .waiting: try waiting(parameters)
        case .offerAccept: try answerOffer(parameters, peer) { .accept(offer: $0) }
        case .offerDecline: try answerOffer(parameters, peer) { .decline(offer: $0) }
        case .reviewDecide: try decide(parameters)
        case .enrolVoid: try voidEnrolment(parameters)
        case .result: try result(parameters, peer)
        case .tally: tallyJSON(try campaign(parameters))
        case .tallyWatch: try watch(parameters, peer)
        case .tallyUnwatch: try unwatch(parameters, peer)
        case .registry: registryDescription()
        case .status: status(parameters.call.language)
        case .close: try close(parameters)
        case .activate: try activate(parameters)
        case .pause: try pause(parameters)
        case .resume: try resume(parameters)
        case .extend: try extend(parameters)
        case .entryVoid: try voidEntries(parameters)
        case .regrade: try regrade(parameters)
        case .answersReview: try answersReview(parameters)
        case .randomness: try randomness(parameters)
        case .draw: try draw(parameters)
        case .void: try void(parameters)
        case .clock: try clock(parameters)
        case .auditorFile: try auditorFile(parameters)
        case .auditorPrivate: try auditorPrivate(parameters)
        case .witnessBody: try witnessBody(parameters)
        case .cosign: try cosign(parameters)
        case .submit, .start, .save, .hint, .signin, .vote, .work, .enrol, .enrolBatch, .receipt, .export, .erase,
            .retire,
            .rollAdd, .flags:
            preconditionFailure("answers itself")
        }
    }

    /// The campaign that a call names.
    func campaign(_ parameters: Parameters) throws(CallError) -> RunningCampaign {
        try campaign(named: try parameters.name("campaign"))
    }

    func campaign(named name: UnsafeBufferPointer<UInt8>) throws(CallError) -> RunningCampaign {
        guard let place = campaignNames.firstPlace(of: name) else {
            if retired.contains(where: { $0.id.utf8.elementsEqual(name) }) { throw .retired }
            throw .campaignUnknown(String(decoding: name, as: UTF8.self))
        }
        return campaigns[place]
    }

    /// The place in the roll of the participant that a reading call names; failed look-ups are counted.
    func person(_ parameters: Parameters, in campaign: RunningCampaign, _ peer: Peer) throws(CallError) -> Int {
        try checkGuard(peer)
        let name = try parameters.name("participant")
        guard let person = campaign.place(of: name), !campaign.erasures.places.contains(person) else {
            peer.lookUpGuard.failed(at: tick)
            throw .personUnlisted(String(decoding: name, as: UTF8.self), isOpen: campaign.newcomers != nil)
        }
        return person
    }

    /// The same for a call by which people see what they may do, who without a roll need not have done anything yet.
    func viewer(_ parameters: Parameters, in campaign: RunningCampaign, _ peer: Peer) throws(CallError) -> Int {
        guard campaign.newcomers != nil else { return try person(parameters, in: campaign, peer) }
        try checkGuard(peer)
        let name = try parameters.name("participant")
        do throws(Refusal) { return try campaign.participant(name) } catch { throw CallError(error) }
    }

    /// - Throws: Where this connection had too many failed look-ups.
    func checkGuard(_ peer: Peer) throws(CallError) {
        guard let wait = peer.lookUpGuard.wait(at: tick) else { return }
        throw .guarded(retryAfterMilliseconds: wait)
    }
}

extension CallError {
    static func guarded(retryAfterMilliseconds: Int64) -> CallError {
        CallError(
            .guard, "guard", zh: "查询失败的次数太多，请稍候", en: "too many failed look-ups, please wait",
            retryAfterMilliseconds: retryAfterMilliseconds)
    }
}
