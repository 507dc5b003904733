import Campaigns
import Engine
import JSON

extension Untimely {
    /// What an organiser is told.
    package var message: BilingualText {
        switch self {
        case .before: BilingualText(zh: "活动尚未开始", en: "intake has not begun yet")
        case .ended: BilingualText(zh: "活动已截止", en: "intake has ended already")
        case .open: BilingualText(zh: "活动尚未截止封存", en: "the campaign has no closing yet")
        case .drawn:
            BilingualText(
                zh: "已经开奖，不能重来",
                en: "the draw has been made and is never repeated")
        case .sourceUnknown: BilingualText(zh: "章程里没有这个随机来源", en: "the charter has no such source")
        case .sourceOwn:
            BilingualText(zh: "这个来源的值由系统自己记录", en: "the daemon itself logs the value of this source")
        case .valueEarly:
            BilingualText(zh: "还没到这个随机数产生的时间", en: "the number can't exist yet: its time has not come")
        case .valueTwice: BilingualText(zh: "这个来源的值已经记录", en: "this source has its value already")
        case .valueLate:
            BilingualText(
                zh: "随机数来得太晚：它必须先于公开的随机数记录", en: "the value is too late: it had to be logged before the public number")
        case .valueUnneeded:
            BilingualText(zh: "所替代的号码已经记录，不需要替代号码", en: "the number that it would stand in for is there")
        case .drawWaiting: BilingualText(zh: "还缺随机来源的值", en: "a source's value is still missing")
        case .closingLate:
            BilingualText(
                zh: "封存晚于随机数产生的时间，不能开奖", en: "the closing came after the randomness; there is no draw")
        case .voidEarly:
            BilingualText(
                zh: "还不能作废：没有缺少随机数，或等待期未满", en: "it can't be voided: nothing is missing, or its time is not over")
        case .voidDue:
            BilingualText(zh: "随机数逾期未到，抽奖只能作废", en: "a value never came in its time: the draw can only be voided")
        case .voided: BilingualText(zh: "抽奖已经作废", en: "the draw is void")
        case .paused: BilingualText(zh: "活动已在暂停中", en: "intake is paused already")
        case .notPaused: BilingualText(zh: "活动没有暂停", en: "intake is not paused")
        case .entryUnknown: BilingualText(zh: "没有这个序号的提交", en: "there is no entry at this index")
        case .entryClaim:
            BilingualText(
                zh: "补贴和券的申请请用 voucher.void 或 review.decide",
                en: "claims are ended with voucher.void or review.decide")
        case .entryVoid: BilingualText(zh: "这份提交已经作废", en: "the entry is void already")
        case .drawOrder:
            BilingualText(zh: "前面的日子还没有开奖，也没有作废", en: "an earlier day is neither drawn nor void yet")
        case .extendDaily:
            BilingualText(zh: "每日开奖的活动不能延期", en: "a campaign with a draw every day is not extended")
        case .extendEarlier:
            BilingualText(zh: "延期后的截止时间须晚于现在的", en: "an extension ends intake later than it ends now")
        case .instantWins:
            BilingualText(
                zh: "即开活动公布后不能改规则、加人、改判或作废提交：当场发奖由公布的规则和名册决定",
                en: "a campaign of instant wins is not changed, added to, re-graded or voided in: what is won at once "
                    + "rests on the rules and the roll as they were announced")
        case .rollMissing:
            BilingualText(zh: "这个活动人人可参加，没有名册", en: "anybody may take part: the campaign has no roll")
        case .extendSources:
            BilingualText(
                zh: "延期须为每个有时间的随机来源定一个更晚、且晚于截止加复核期的时间",
                en: "an extension names a later time for every source of randomness that has one, after the closing")
        case .extendUnwitnessed:
            BilingualText(
                zh: "见证方没有及时见证延期，延期无效：请交来及时的见证签名，否则只能作废",
                en: "the witnesses did not see the extension in time, so it does not hold: give their lines of that "
                    + "time, or the draw can only be voided")
        case .extendLate:
            BilingualText(
                zh: "距某个随机数产生的时间已不足十分钟，不能延期",
                en: "it is less than ten minutes to the time of a source of randomness, too late to extend")
        case .entryWork:
            BilingualText(
                zh: "这条提交是一件作品：用 work.review 不采用它", en: "the entry is about a work: turn it down with work.review")
        case .uncollected: BilingualText(zh: "这个活动不征集作品", en: "the campaign collects no works")
        case .workUnknown: BilingualText(zh: "没有交来过这件作品", en: "nobody handed in such a work")
        case .workSettled:
            BilingualText(
                zh: "这件作品已撤回，或已被另一件代替，或投票、打分已开始，作品已定下",
                en:
                    "the work was taken back, another one took its place, or the works are fixed: voting or scoring has "
                    + "begun")
        case .unjudged: BilingualText(zh: "这个活动没有评委", en: "the campaign has no jury")
        case .unscored: BilingualText(zh: "现在不在评委打分的时间内", en: "the jury does not score now")
        case .undrawn:
            BilingualText(
                zh: "还没有开奖，也没有作废",
                en: "there is neither a draw nor a void yet")
        case .eraseEarly:
            BilingualText(zh: "异议期还没有结束，不能抹去", en: "the dispute window is not over: nothing is erased before its end")
        case .eraseHolder:
            BilingualText(
                zh: "这个人得了奖、即开命中或是候补：名单已经固定，不能抹去",
                en: "the person won, hit or is an alternate: these lists are fixed and nobody on them is erased")
        }
    }
}

extension ClaimRefusal {
    /// What a participant or gateway developer is told.
    package var message: BilingualText {
        switch self {
        case .undeclared:
            BilingualText(
                zh: "这个活动不经系统领奖",
                en: "prizes of this campaign are not claimed here")
        case .early: BilingualText(zh: "还没有开奖", en: "there is no draw yet")
        case .void: Untimely.voided.message
        case .nothing: BilingualText(zh: "这个人没有得奖", en: "this person has no prize")
        case .late: BilingualText(zh: "领奖期限已过，奖品已递补", en: "the time to claim it is over")
        case .formRequired: Reason.formRequired.message
        case .formUnasked: Reason.formUnasked.message
        case .claimed: BilingualText(zh: "奖品已经领取", en: "the prize is claimed already")
        case .declined: BilingualText(zh: "已经放弃这个奖", en: "the prize was declined")
        case .keyConflict:
            BilingualText(
                zh: "同一个 key 已用于另一个请求",
                en: "the key was used for another request")
        }
    }
}
