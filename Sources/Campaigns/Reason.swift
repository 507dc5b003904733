/// Why a submission was not accepted. The raw values are part of the protocol and of `refusals.csv`, and stay.
package enum Reason: String, Sendable, CaseIterable {
    /// Intake has not begun.
    case phaseBefore = "phase.before"
    /// Intake has ended.
    case phaseClosed = "phase.closed"
    /// Intake rests.
    case phasePaused = "phase.paused"
    /// It is quiet hours.
    case phaseQuiet = "phase.quiet"
    /// What is sent has phases of its own, and it is in none of them.
    case phaseAct = "phase.act"
    /// Not on the roll.
    case personUnlisted = "person.unlisted"
    /// There is no roll, and as many people as may have taken part.
    case audienceFull = "audience.full"
    /// The same key came with other content.
    case keyConflict = "key.conflict"
    /// The campaign has nothing that could be done so, such as a vote without works.
    case actAbsent = "act.absent"
    /// The campaign draws papers and none was named.
    case paperRequired = "paper.required"
    /// The paper is not the one that this attempt has, or the campaign has none.
    case paperWrong = "paper.wrong"
    /// A paper with a time limit must be started first.
    case paperUnstarted = "paper.unstarted"
    /// The person has a paper open.
    case paperOpen = "paper.open"
    /// The time for the paper is over.
    case timeOver = "time.over"
    /// There is no further hint for the question.
    case hintNone = "hint.none"
    /// No question was answered.
    case answersEmpty = "answers.empty"
    /// A question that is not on the paper, or not in the campaign.
    case answersUnknown = "answers.unknown"
    /// An answer of the wrong type, an option that is not there, or one named twice.
    case answersForm = "answers.form"
    /// A text with characters that no answer may have, or an empty or too long one.
    case answersCharacters = "answers.characters"
    /// Every question in it was already answered rightly by this person.
    case answersSolved = "answers.solved"
    /// A ballot names a work that is not there.
    case voteUnknown = "vote.unknown"
    /// A ballot names a work twice.
    case voteTwice = "vote.twice"
    /// A ballot names more works, or fewer, than the rules have.
    case voteMost = "vote.most"
    case voteLeast = "vote.least"
    /// A work gets less than a point, or more than the rules have.
    case votePoints = "vote.points"
    /// The person has voted for a work as often as the rules allow.
    case voteWork = "vote.work"
    /// A work of the person's own.
    case voteOwn = "vote.own"
    /// An empty ballot where there is none to withdraw.
    case voteNothing = "vote.nothing"
    /// The person has handed in as many works as one may.
    case workMost = "work.most"
    /// The campaign has as many works as one can have.
    case workFull = "work.full"
    /// A work with the same file is there already.
    case workTwice = "work.twice"
    /// No work of the person's own.
    case workUnknown = "work.unknown"
    /// The work was reviewed or taken back, or the works are fixed.
    case workSettled = "work.settled"
    /// A form is asked for with this, or before it, and is not filled in.
    case formRequired = "form.required"
    /// Fields come where no form is asked for, or it was filled in before.
    case formUnasked = "form.unasked"
    /// A field that the form does not have.
    case formUnknown = "form.unknown"
    /// A field that must be filled in is not there.
    case formMissing = "form.missing"
    /// What a field holds is not of its type, or out of its range.
    case formValue = "form.value"
    /// All fields together are more than a body holds.
    case formSize = "form.size"
    /// The campaign limits devices, and none was named.
    case deviceRequired = "device.required"
    /// The campaign limits network addresses, and none was named.
    case addressRequired = "ip.required"
    /// The person has signed in for the day already.
    case signinTwice = "signin.twice"
    /// The day can't be made up for: it is not an earlier day of the campaign.
    case signinDay = "signin.day"
    /// The person has made up for as many days as one may.
    case signinMakeup = "signin.makeup"
    /// Choices that are no ranking of the campaign's slots, or too many.
    case placeChoices = "place.choices"
    /// More dependants than the rules allow, or none where they take the person's place.
    case placeDependants = "place.dependants"
    /// Every choice has too few places for people of these groups.
    case placeNever = "place.never"
    /// Every choice has started.
    case placeStarted = "place.started"
    /// No choice has room, and the person can't wait.
    case placeFull = "place.full"
    /// No choice of a changed enrolment has room; what the person has stays.
    case placeKept = "place.kept"
    /// It would give places back after the time for that.
    case placeLate = "place.late"
    /// The claim names an item that is not there, or none where there are some.
    case itemUnknown = "item.unknown"
    /// A price of nothing, or beyond what anything costs.
    case priceRange = "price.range"
    /// What is given depends on the price, and none was told.
    case priceRequired = "price.required"
    /// The price is in no band, or nothing comes of it.
    case fundBand = "fund.band"
    /// The item never gives so much, or not for that price.
    case fundAmount = "fund.amount"
    /// The budget has not so much left.
    case fundEmpty = "fund.empty"
    /// The person has had as many grants, or as much, as one may.
    case fundPerson = "fund.person"
    /// The household has had as many grants, or as much, as one may.
    case fundHousehold = "fund.household"
    /// The person has had as many grants of the category, or as much, as one may.
    case fundCategory = "fund.category"
    /// As many vouchers as there are have been issued.
    case voucherNone = "voucher.none"
    /// Vouchers are good no more.
    case voucherExpired = "voucher.expired"
    /// The campaign has no such merchant, or one must be named.
    case merchantUnknown = "merchant.unknown"
    /// The merchant has as many vouchers as it may take.
    case merchantCount = "merchant.count"
    /// The merchant has as much money as it may take.
    case merchantAmount = "merchant.amount"
    /// It is not the time in which purchases count.
    case purchaseWindow = "purchase.window"
    // A person's own limits bear no scope in their names.
    case limitTotal = "limit.total"
    case limitDay = "limit.day"
    case ratePerson = "rate.person"
    case limitHouseholdTotal = "limit.household.total"
    case limitHouseholdDay = "limit.household.day"
    case rateHousehold = "rate.household"
    case limitUnitTotal = "limit.unit.total"
    case limitUnitDay = "limit.unit.day"
    case rateUnit = "rate.unit"
    case limitDeviceTotal = "limit.device.total"
    case limitDeviceDay = "limit.device.day"
    case rateDevice = "rate.device"
    case limitAddressTotal = "limit.ip.total"
    case limitAddressDay = "limit.ip.day"
    case rateAddress = "rate.ip"
    case limitCampaignTotal = "limit.campaign.total"
    case limitCampaignDay = "limit.campaign.day"
    case rateCampaign = "rate.campaign"
    /// The journal has no room; nothing new is taken until it has.
    case storage
    /// Too much work is waiting.
    case overloaded

    /// The place in `allCases`, for counters.
    package var ordinal: Int { Reason.allCases.firstIndex(of: self)! }
}
