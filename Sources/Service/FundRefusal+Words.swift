import Books
import Campaigns
import Engine
import JSON
import Proofs

extension FundRefusal {
    /// What a participant, a shop or staff are told.
    package var message: BilingualText {
        if let reason = Reason(rawValue: rawValue) { return reason.message }
        return switch self {
        case .claimUnknown: BilingualText(zh: "没有这笔申请", en: "there is no such claim")
        case .claimDecided: BilingualText(zh: "这笔申请不在审核中", en: "the claim is not under review")
        case .decideReason:
            BilingualText(
                zh: "规则里没有这个序号的理由",
                en: "the rules declare no reason of this number")
        case .appealUndeclared: BilingualText(zh: "本活动的审核没有申诉", en: "refusals are final here")
        case .appealNothing: BilingualText(zh: "没有可以申诉的审核结果", en: "there is no refusal to appeal")
        case .appealDone: BilingualText(zh: "已经申诉过一次", en: "the refusal was appealed before")
        case .appealLate: BilingualText(zh: "申诉期已过", en: "the time to appeal is over")
        case .personWrong: BilingualText(zh: "这不是本人的", en: "it is somebody else's")
        case .voucherUnknown: BilingualText(zh: "没有这张券", en: "there is no such voucher")
        case .voucherPending: BilingualText(zh: "申请还在审核中", en: "the claim is still under review")
        case .voucherRefused: BilingualText(zh: "申请没有通过审核", en: "the claim was refused")
        case .voucherVoided: BilingualText(zh: "券已作废", en: "the voucher was voided")
        case .voucherRedeemed: BilingualText(zh: "券已用完", en: "the voucher has been used")
        case .voucherRefunded:
            BilingualText(
                zh: "券已退款，不能再用",
                en: "what was paid with the voucher was given back")
        case .voucherMerchant:
            BilingualText(
                zh: "这张券是别的商户的",
                en: "the voucher is for another merchant")
        case .voucherShop:
            BilingualText(
                zh: "商户没有这个门店，或没有写明门店 shop",
                en: "the merchant has no such shop, or none is named")
        case .voucherHeld: BilingualText(zh: "券已被预留", en: "the voucher is reserved")
        case .holdUndeclared: BilingualText(zh: "本活动的券不能预留", en: "vouchers can't be reserved here")
        case .holdNone:
            BilingualText(
                zh: "没有这次预留，或已失效",
                en: "the reservation is not there, or over")
        case .redeemAmount:
            BilingualText(
                zh: "金额与价格应得的不符，或超过券的余额",
                en: "the amount is not what the price gives, or more than is left")
        case .invoiceRequired: BilingualText(zh: "缺少发票号 invoice", en: "an invoice is needed")
        case .invoiceUsed: BilingualText(zh: "这张发票已经用过", en: "the invoice was used before")
        case .transferUndeclared:
            BilingualText(
                zh: "本活动的券不能转让",
                en: "vouchers can't be handed on here")
        case .transferSelf: BilingualText(zh: "券已在此人名下", en: "the person has it already")
        case .refundUnknown: BilingualText(zh: "没有这次核销", en: "there is no such redemption")
        case .refundDone: BilingualText(zh: "这次核销已全部退款", en: "all of it has been refunded")
        case .refundAmount:
            BilingualText(
                zh: "退款须大于零，不多于未退的部分；不可分用的券须整笔退",
                en: "a refund is more than nothing and at most what is left, and all of it where there are no parts")
        case .settleRange:
            BilingualText(
                zh: "序号不在上次对账之后，或还没有这一条",
                en: "the leaf is before the last settlement's, or not there yet")
        case .settlePeriod:
            BilingualText(
                zh: "有核销或退款不在这段时间里",
                en: "something to settle is not of the period")
        case .settleNothing: BilingualText(zh: "没有要对账的", en: "there is nothing to settle")
        case .settleAmount:
            BilingualText(
                zh: "应付金额不是这个数",
                en: "what is to be paid is another amount")
        case .itemUnknown, .priceRange, .priceRequired, .fundBand, .fundAmount, .fundEmpty, .fundPerson, .fundHousehold,
            .fundCategory, .voucherNone, .voucherExpired, .merchantUnknown, .merchantCount, .merchantAmount,
            .purchaseWindow:
            preconditionFailure("it is a reason of entries, too")
        }
    }

    fileprivate var code: CallError.Code {
        switch self {
        case .claimUnknown, .voucherUnknown, .refundUnknown, .holdNone: .notFound
        case .claimDecided, .appealUndeclared, .appealNothing, .appealDone, .appealLate, .holdUndeclared,
            .transferUndeclared, .settleNothing:
            .notNow
        default: .refused
        }
    }
}

extension CallError {
    init(_ refusal: FundRefusal) {
        let text = refusal.message
        self.init(refusal.code, refusal.rawValue, zh: text.zh, en: text.text(.en))
    }

    init(_ refusal: FundDeskRefusal) {
        switch refusal {
        case .absent:
            self.init(.notNow, "fund.absent", zh: "本活动没有券，也没有补贴", en: "this campaign has neither vouchers nor money")
        case .keyConflict:
            self.init(.keyConflict, "key.conflict", zh: "同一个 key 已用于另一个请求", en: "the key was used for another request")
        case .due: preconditionFailure("what is due is logged before anything is taken")
        case .untimely(let refusal): self.init(refusal)
        case .book(let refusal): self.init(refusal)
        }
    }

    /// What was typed is in no message: it may be nearly somebody's code.
    init(_ misread: VoucherCode.Misread) {
        switch misread {
        case .length(let count):
            self.init(
                .params, "code.length", zh: "券码应有 18 个字符，输入了 \(count) 个",
                en: "a code has 18 characters, and this one \(count)")
        case .character(let place):
            self.init(
                .params, "code.character", zh: "券码的第 \(place) 个字符不会出现在券码里",
                en: "character \(place) is in no code")
        case .check:
            self.init(
                .params, "code.check", zh: "券码抄错了：校验不符",
                en: "the code was copied wrongly: its check characters don't fit")
        }
    }
}
