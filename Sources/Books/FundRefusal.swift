/// Why a book of vouchers and money does not do something; nothing has changed. The raw values are part of the protocol.
package enum FundRefusal: String, Error, Sendable, CaseIterable {
    /// The claim names an item that is not there, or none where there are some.
    case itemUnknown = "item.unknown"
    /// A price of nothing, below nothing, or beyond what anything costs.
    case priceRange = "price.range"
    /// What is given depends on the price, and none was told.
    case priceRequired = "price.required"
    /// The price is in no band, or nothing comes of it.
    case fundBand = "fund.band"
    /// The item never gives so much.
    case fundAmount = "fund.amount"
    /// The budget has not so much left.
    case fundEmpty = "fund.empty"
    /// The person has had as many grants, or as much, as one may.
    case fundPerson = "fund.person"
    case fundHousehold = "fund.household"
    /// The person has had as many grants of the category, or as much, as one may.
    case fundCategory = "fund.category"
    /// As many vouchers as there are have been issued.
    case voucherNone = "voucher.none"
    case merchantUnknown = "merchant.unknown"
    /// The merchant has as many vouchers as it may take.
    case merchantCount = "merchant.count"
    /// The merchant has as much money as it may take.
    case merchantAmount = "merchant.amount"
    /// It is not the time in which purchases count.
    case purchaseWindow = "purchase.window"

    case claimUnknown = "claim.unknown"
    /// The claim is not under review, or no more.
    case claimDecided = "claim.decided"
    /// The reason is none of those that the rules declare.
    case decideReason = "decide.reason"
    /// Refusals are final here.
    case appealUndeclared = "appeal.undeclared"
    /// There is no refusal to appeal.
    case appealNothing = "appeal.nothing"
    /// The refusal was appealed before.
    case appealDone = "appeal.done"
    /// The time to appeal is over.
    case appealLate = "appeal.late"
    /// It is somebody else's.
    case personWrong = "person.wrong"

    case voucherUnknown = "voucher.unknown"
    /// The claim is still under review, or was refused.
    case voucherPending = "voucher.pending"
    case voucherRefused = "voucher.refused"
    case voucherExpired = "voucher.expired"
    case voucherVoided = "voucher.voided"
    /// All its uses are used.
    case voucherRedeemed = "voucher.redeemed"
    /// What was paid with it was given back.
    case voucherRefunded = "voucher.refunded"
    /// It is for another merchant.
    case voucherMerchant = "voucher.merchant"
    /// The merchant has no such shop, or shops of which none was named.
    case voucherShop = "voucher.shop"
    /// Another shop has reserved it, or this one already.
    case voucherHeld = "voucher.held"
    /// The rules know no reservations.
    case holdUndeclared = "hold.undeclared"
    /// The reservation is not there, or over.
    case holdNone = "hold.none"
    /// Below nothing, more than there is, or not what the price gives.
    case redeemAmount = "redeem.amount"
    case invoiceRequired = "invoice.required"
    /// The invoice was used before.
    case invoiceUsed = "invoice.used"
    /// The rules know no transfers.
    case transferUndeclared = "transfer.undeclared"
    /// The person has it already.
    case transferSelf = "transfer.self"

    case refundUnknown = "refund.unknown"
    /// All of it has been refunded before.
    case refundDone = "refund.done"
    /// More than is left to refund, nothing, or a part where there are no parts.
    case refundAmount = "refund.amount"

    /// The leaf is before the last settlement's, or not there yet.
    case settleRange = "settle.range"
    /// Something to settle is not of the period.
    case settlePeriod = "settle.period"
    /// There is nothing to settle.
    case settleNothing = "settle.nothing"
    /// What is to be paid is another amount.
    case settleAmount = "settle.amount"
}
