/// Every method of the two sockets, with what a client must know of it. The documents' table is held against this one.
package enum Method: String, CaseIterable, Sendable {
    case campaigns, campaign, works, work, vote, view, paper, submit, start, save, hint, signin
    case claim, decline, receipt, result, tally, registry
    case enrol
    case enrolCancel = "enrol.cancel"
    case offerAccept = "offer.accept"
    case offerDecline = "offer.decline"
    case waiting
    case enrolBatch = "enrol.batch"
    case enrolVoid = "enrol.void"
    case reviewDecide = "review.decide"
    case tallyWatch = "tally.watch"
    case tallyUnwatch = "tally.unwatch"
    case status, close, activate, pause, resume, extend
    case entryVoid = "entry.void"
    case rollAdd = "roll.add"
    case juryScore = "jury.score"
    case voucher
    case voucherReserve = "voucher.reserve"
    case voucherConfirm = "voucher.confirm"
    case voucherRelease = "voucher.release"
    case voucherTransfer = "voucher.transfer"
    case redeem, refund, appeal
    case voucherVoid = "voucher.void"
    case settle
    case workReview = "work.review"
    case workList = "work.list"
    case regrade
    case answersReview = "answers.review"
    case flags
    case randomness, draw, void, export
    case auditorFile = "auditor.file"
    case auditorPrivate = "auditor.private"
    case erase, retire
    case clock
    case witnessBody = "witness.body"
    case cosign

    /// The socket that a method belongs to; what is on the intake socket is on the control socket too.
    package enum Socket: String, Sendable {
        case intake, control
    }

    package var socket: Socket {
        switch self {
        case .works, .work, .view, .vote: .intake
        case .workReview, .workList: .control
        case .campaigns, .campaign, .paper, .submit, .receipt, .result, .tally, .tallyWatch, .tallyUnwatch: .intake
        case .start, .save, .hint, .signin, .claim, .decline: .intake
        case .registry, .enrol, .enrolCancel, .offerAccept, .offerDecline, .waiting: .intake
        case .voucher, .voucherReserve, .voucherConfirm, .voucherRelease, .voucherTransfer: .intake
        case .redeem, .refund, .appeal: .intake
        case .enrolBatch, .enrolVoid, .reviewDecide, .voucherVoid, .settle: .control
        case .status, .activate, .randomness, .draw, .void, .export, .erase, .retire, .clock: .control
        case .auditorFile, .auditorPrivate: .control
        case .close, .pause, .resume, .extend, .entryVoid, .rollAdd, .juryScore, .regrade: .control
        case .witnessBody, .cosign, .answersReview, .flags: .control
        }
    }

    /// Whether a result means that something is durable that was not before.
    package var isMutating: Bool {
        switch self {
        case .submit, .start, .save, .hint, .signin, .vote, .work, .claim, .decline: true
        case .enrol, .enrolCancel, .offerAccept, .offerDecline, .enrolBatch, .enrolVoid: true
        case .reviewDecide, .workReview: true
        case .activate, .randomness, .draw, .void, .clock, .cosign: true
        case .erase, .retire: true
        case .voucherReserve, .voucherConfirm, .voucherRelease, .voucherTransfer, .redeem, .refund, .appeal: true
        case .voucherVoid, .settle: true
        case .close, .pause, .resume, .extend, .entryVoid, .rollAdd, .juryScore, .regrade: true
        default: false
        }
    }

    /// Whether the call needs an idempotency key.
    package var isKeyed: Bool {
        switch self {
        case .submit, .start, .save, .hint, .signin, .vote, .work, .claim, .decline: true
        case .enrol, .enrolCancel, .offerAccept, .offerDecline, .enrolBatch, .enrolVoid, .reviewDecide: true
        case .voucherReserve, .voucherConfirm, .voucherRelease, .voucherTransfer, .redeem, .refund, .appeal: true
        case .voucherVoid, .settle: true
        default: false
        }
    }

    /// The record or entry that a result stands for, by its type in the log.
    package var loggedAs: String? {
        switch self {
        case .submit: "huigong/entry/v1"
        case .vote: "huigong/entry/v1"
        case .enrol: "huigong/entry/v1"
        case .enrolBatch: "huigong/entry/v1"
        case .enrolCancel: "huigong/event/v1"
        case .enrolVoid: "huigong/event/v1"
        case .offerAccept: "huigong/event/v1"
        case .offerDecline: "huigong/event/v1"
        case .reviewDecide: "huigong/event/v1"
        case .work: "huigong/entry/v1"
        case .start: "huigong/entry/v1"
        case .save: "huigong/entry/v1"
        case .hint: "huigong/entry/v1"
        case .signin: "huigong/entry/v1"
        case .claim: "huigong/event/v1"
        case .decline: "huigong/event/v1"
        case .voucherReserve, .voucherConfirm, .voucherRelease, .voucherTransfer: "huigong/event/v1"
        case .redeem, .refund, .appeal: "huigong/event/v1"
        case .voucherVoid, .settle: "huigong/event/v1"
        case .close: "huigong/amendment/v1"
        case .activate: "huigong/activation/v1"
        case .pause: "huigong/amendment/v1"
        case .resume: "huigong/amendment/v1"
        case .extend: "huigong/amendment/v1"
        case .entryVoid: "huigong/amendment/v1"
        case .rollAdd: "huigong/amendment/v1"
        case .juryScore: "huigong/amendment/v1"
        case .workReview: "huigong/amendment/v1"
        case .regrade: "huigong/amendment/v1"
        case .randomness: "huigong/value/v1"
        case .draw: "huigong/draw/v1"
        case .void: "huigong/void/v1"
        case .erase: "huigong/withheld/v1"
        default: nil
        }
    }

    /// The members that `params` may have; `lang` may always be there.
    package var parameters: [StaticString] {
        switch self {
        case .campaigns, .status, .registry: []
        case .campaign, .tally, .tallyWatch, .tallyUnwatch, .rollAdd, .flags: ["campaign"]
        case .draw, .void: ["campaign", "phase"]
        case .paper, .result, .works: ["campaign", "participant"]
        case .view: ["campaign", "work"]
        case .juryScore: ["campaign", "juror", "work", "scores"]
        case .submit:
            [
                "campaign", "participant", "key", "paper", "answers", "fields", "item", "amount", "merchant", "device",
                "ip", "receipt",
            ]
        case .voucher: ["campaign", "participant", "code"]
        case .voucherReserve: ["campaign", "code", "index", "merchant", "shop", "key"]
        case .voucherConfirm: ["campaign", "reserve", "merchant", "shop", "key", "price", "amount", "invoice"]
        case .voucherRelease: ["campaign", "reserve", "merchant", "key"]
        case .voucherTransfer: ["campaign", "participant", "index", "rank", "to", "key"]
        case .redeem: ["campaign", "code", "index", "merchant", "shop", "key", "price", "amount", "invoice"]
        case .refund: ["campaign", "redeem", "merchant", "key", "amount", "reason"]
        case .appeal: ["campaign", "participant", "index", "key", "reason"]
        case .voucherVoid: ["campaign", "index", "rank", "key", "reason"]
        case .reviewDecide: ["campaign", "index", "key", "outcome", "reason"]
        case .settle: ["campaign", "merchant", "key", "through", "from_ms", "to_ms", "amount", "draft"]
        case .vote:
            ["campaign", "participant", "key", "choice", "fields", "device", "ip", "receipt", "inclusion_only"]
        case .work: ["campaign", "participant", "key", "file", "fields", "withdraw", "device", "ip", "receipt"]
        case .workReview: ["campaign", "work", "accept", "reason"]
        case .workList: ["campaign", "state", "from"]
        case .start: ["campaign", "participant", "key", "device", "ip", "receipt"]
        case .save: ["campaign", "participant", "key", "paper", "answers", "device", "ip", "receipt"]
        case .hint: ["campaign", "participant", "key", "question", "device", "ip", "receipt"]
        case .signin: ["campaign", "participant", "key", "day", "device", "ip", "receipt"]
        case .claim: ["campaign", "participant", "key", "rank", "phase", "fields"]
        case .decline: ["campaign", "participant", "key", "rank", "phase"]
        case .enrol:
            ["campaign", "participant", "key", "choices", "dependants", "fields", "device", "ip", "receipt"]
        case .enrolCancel: ["campaign", "participant", "key", "index"]
        case .offerAccept, .offerDecline: ["campaign", "participant", "key", "index"]
        case .waiting: ["campaign", "slot", "from", "most"]
        case .enrolBatch: ["campaign", "unit", "key", "rows"]
        case .enrolVoid: ["campaign", "index", "key", "reason"]
        case .receipt: ["campaign", "participant", "index", "inclusion_only"]
        case .close, .pause, .resume: ["campaign", "reason"]
        case .extend: ["campaign", "closes", "closes_ms", "sources"]
        case .entryVoid: ["campaign", "index", "reason"]
        case .regrade: ["campaign", "changes", "reason", "secret"]
        case .answersReview: ["campaign", "question"]
        case .activate: ["campaign", "round", "value", "signature"]
        case .randomness: ["campaign", "phase", "source", "party", "round", "value", "signature"]
        case .export: ["campaign", "into"]
        case .auditorFile: ["campaign", "sample"]
        case .auditorPrivate: ["campaign", "from"]
        case .erase: ["campaign", "participant", "reason"]
        case .retire: ["campaign", "bundle", "earlier"]
        case .clock: ["to", "to_ms", "advance_ms", "confirm"]
        case .witnessBody: ["campaign", "witness", "old_size"]
        case .cosign: ["campaign", "size", "lines"]
        }
    }
}
