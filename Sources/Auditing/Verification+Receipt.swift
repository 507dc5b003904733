import JSON
import Proofs

/// One participant's receipt against the bundle: first the receipt's own proof, then that the bundle keeps to it, then
/// what became of the entry.
extension Verification {
    func readReceipt(_ bytes: [UInt8]) -> ReceiptFinding {
        let proof: [UInt8]
        switch ReceiptFile.proof(in: bytes) {
        case .success(let found): proof = found
        case .failure(let error): return malformed(error.words)
        }
        do throws(FormatError) {
            let receipt = try Receipt(parsing: proof)
            return try judge(receipt, head: try receipt.head())
        } catch {
            return malformed(error.words)
        }
    }

    private func malformed(_ why: BilingualText) -> ReceiptFinding {
        ReceiptFinding(.malformed, [ReceiptAdvice.malformed(why), ReceiptAdvice.askAgain])
    }

    private func judge(_ receipt: Receipt, head: Checkpoint) throws(FormatError) -> ReceiptFinding {
        guard let log, let timeline else { return ReceiptFinding(.notChecked, [ReceiptAdvice.unreadable]) }
        let charter = timeline.charter
        guard head.origin.utf8.elementsEqual(charter.origin.text.utf8) else {
            return ReceiptFinding(.otherLog, ReceiptAdvice.otherLog(head.origin, charter.origin.text))
        }
        if let finding = signature(of: receipt, by: charter.key) { return finding }
        let provesOpening = try receipt.provesOpening()
        guard head.size <= log.tree.count, log.tree.root(size: head.size) == head.root,
            receipt.index < head.size
        else {
            let isWhole = provesOpening || receipt.extra == nil
            let isProven = isWhole && receipt.index < head.size
            return isProven
                ? ReceiptFinding(.notInBundle, ReceiptAdvice.notInBundle(index: receipt.index, by: disputesEnd))
                : ReceiptFinding(.tampered, [ReceiptAdvice.proofFails, ReceiptAdvice.askAgain])
        }
        let leaf = log.tree.hash(level: 0, index: receipt.index)
        guard try receipt.proves(leaf) else {
            return ReceiptFinding(.tampered, [ReceiptAdvice.proofFails, ReceiptAdvice.askAgain])
        }
        guard provesOpening || receipt.extra == nil else {
            return ReceiptFinding(.otherContent, ReceiptAdvice.otherContent(index: receipt.index, by: disputesEnd))
        }
        return ReceiptFinding(.logged, story(of: receipt, isRecord: log.records.contains { $0.index == receipt.index }))
    }

    /// Nil where the head bears a good signature of the key.
    private func signature(of receipt: Receipt, by key: VerificationKey) -> ReceiptFinding? {
        do {
            if !(try receipt.checkpoint.verify([key])).isEmpty { return nil }
            return ReceiptFinding(.otherKey, ReceiptAdvice.otherKey(by: disputesEnd))
        } catch {
            return ReceiptFinding(.tampered, [ReceiptAdvice.signatureFails, ReceiptAdvice.askAgain])
        }
    }

    /// When the dispute window ends, in the campaign's zone; nil where the rules can't be read.
    private var disputesEnd: String? {
        guard let rules, let timeline else { return nil }
        return LocalTime(zone: rules.campaign.zone).text(timeline.outcome.at + rules.campaign.disputes)
    }

    private func story(of receipt: Receipt, isRecord: Bool) -> [BilingualText] {
        let index = receipt.index
        if let event = log?.events.first(where: { $0.index == index }), let rules {
            let time = LocalTime(zone: rules.campaign.zone)
            let told = [ReceiptAdvice.event(event.body, index: index, at: time.text(event.body.at))]
            guard let pseudonym = event.body.pseudonym else { return told }
            return told
                + EntryStory.prize(
                    of: pseudonym,
                    in: timelines.firstIndex { $0.name == event.body.phase }.flatMap { again[$0].drawn?.prizes },
                    tiers: rules.campaign.prizes.tiers, time)
        }
        guard !isRecord else { return [ReceiptAdvice.record(index: index)] }
        let withheld = timeline?.withheld.first { $0.record.index == index }.map { ReceiptAdvice.withheld($0.record) }
        guard let opening = receipt.extra?.opening ?? publishedOpening(index),
            let body = EntryStory.body(of: opening), let judge, let rules,
            let own = again.indices.contains(judge.day(ofLeaf: index)) ? again[judge.day(ofLeaf: index)] : nil,
            own.drawn != nil || own.noDraw != nil
        else { return [ReceiptAdvice.logged(index: index)] + (withheld.map { [$0] } ?? []) }
        let time = LocalTime(zone: rules.campaign.zone)
        var sentences = [ReceiptAdvice.entry(body, index: index, at: time.text(body.at))]
        if let withheld { sentences.append(withheld) }
        if body.kind == .submit, rules.campaign.drawsTickets {
            let chances = judge.rows.first { $0.index == index }?.chances ?? 0
            sentences.append(ReceiptAdvice.chances(chances))
        }
        let tiers = rules.campaign.prizes.tiers
        if let instant {
            sentences += EntryStory.atOnce(instant.rows.filter { $0.index == index }, tiers: tiers)
        }
        if let noDraw = own.noDraw?.line(time) { return sentences + [ReceiptAdvice.noDraw(noDraw)] }
        if let ranked = people?.ranked { sentences += EntryStory.rank(of: body.pseudonym, in: ranked) }
        guard let drawn = own.drawn, rules.campaign.drawsTickets || drawn.walk.isRanked else { return sentences }
        return sentences + EntryStory.outcome(of: body.pseudonym, in: drawn.walk, tiers: tiers)
            + EntryStory.prize(of: body.pseudonym, in: drawn.prizes, tiers: tiers, time)
    }

    /// The opening that the bundle has for an entry; an inclusion-only receipt has none of its own.
    private func publishedOpening(_ index: Int) -> Opening? {
        guard let log else { return nil }
        let number = index / Tile.fullWidth
        let width = min(Tile.fullWidth, log.tree.count - number * Tile.fullWidth)
        let path = BundlePaths.path(of: Tile(.openings, index: number, width: width))
        guard let file = try? directory.read(path), let openings = try? OpeningFile.decode(file, width: width) else {
            return nil
        }
        return openings[index % Tile.fullWidth]
    }
}
