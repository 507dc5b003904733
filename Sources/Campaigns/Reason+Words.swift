import JSON

extension Reason {
    /// What a participant or gateway developer is told.
    package var message: BilingualText {
        switch self {
        case .phaseBefore: BilingualText(zh: "活动尚未开始", en: "intake has not begun yet")
        case .phaseClosed: BilingualText(zh: "活动已截止", en: "intake has ended")
        case .phasePaused: BilingualText(zh: "活动暂停中，请稍后再来", en: "intake is paused")
        case .phaseQuiet: BilingualText(zh: "现在是安静时段，请稍后再来", en: "these are quiet hours, please come later")
        case .phaseAct: BilingualText(zh: "现在不是做这件事的阶段", en: "this has a phase of its own, which is not now")
        case .personUnlisted: BilingualText(zh: "名册里没有这个人", en: "the person is not on the roll")
        case .audienceFull: BilingualText(zh: "参与人数已满", en: "as many people as may have taken part")
        case .keyConflict:
            BilingualText(zh: "同一个 key 已用于另一份提交", en: "the key was used for another submission")
        case .actAbsent: BilingualText(zh: "本活动没有这一项", en: "this campaign has nothing of the kind")
        case .paperRequired: BilingualText(zh: "缺少试卷编号 paper", en: "this campaign needs the paper's id")
        case .paperWrong: BilingualText(zh: "试卷编号不是本次的试卷", en: "this is not the paper of this attempt")
        case .paperUnstarted: BilingualText(zh: "限时答卷要先调用 start 开始", en: "a paper with a time limit is started first")
        case .paperOpen: BilingualText(zh: "上一份答卷还在作答中", en: "a paper is open already")
        case .timeOver: BilingualText(zh: "这份答卷的时间到了", en: "the time for this paper is over")
        case .hintNone: BilingualText(zh: "这道题没有更多提示了", en: "there is no further hint for this question")
        case .answersEmpty: BilingualText(zh: "没有任何答案", en: "there is no answer in it")
        case .answersUnknown:
            BilingualText(zh: "答案里有试卷上没有的题目", en: "it answers a question that is not asked here")
        case .answersForm:
            BilingualText(zh: "答案的形式与题型不符，或有重复或不存在的选项", en: "an answer does not fit its question")
        case .answersCharacters:
            BilingualText(
                zh: "答案为空、过长，或含有不可用的字符",
                en: "an answer is empty, too long, or has characters that no answer may have")
        case .answersSolved: BilingualText(zh: "这些题目您已经答对了", en: "these were already answered rightly")
        case .voteUnknown: BilingualText(zh: "选票里有不存在的作品", en: "the ballot names a work that is not there")
        case .voteTwice: BilingualText(zh: "选票里有重复的作品", en: "the ballot names a work twice")
        case .voteMost: BilingualText(zh: "选的作品太多", en: "the ballot names too many works")
        case .voteLeast: BilingualText(zh: "选的作品太少", en: "the ballot names too few works")
        case .votePoints: BilingualText(zh: "给一件作品的分数超出范围", en: "the points for a work are out of range")
        case .voteWork:
            BilingualText(zh: "对其中一件作品的票已经投满", en: "you have voted for one of these works as often as you may")
        case .voteOwn: BilingualText(zh: "不能投自己的作品", en: "nobody votes for their own work")
        case .voteNothing: BilingualText(zh: "没有可以撤回的选票", en: "there is no ballot to withdraw")
        case .workMost: BilingualText(zh: "您提交的作品已到每人上限", en: "you have handed in as many works as one may")
        case .workFull: BilingualText(zh: "作品已收满", en: "no more works are taken")
        case .workTwice: BilingualText(zh: "这件作品（同一文件）已经有人提交", en: "a work with this very file is there already")
        case .workUnknown: BilingualText(zh: "您没有提交过这件作品", en: "you have handed in no such work")
        case .workSettled:
            BilingualText(zh: "这件作品已审核或撤回，或作品已经定下", en: "the work was reviewed or taken back, or the works are fixed")
        case .formRequired: BilingualText(zh: "请先填写登记表 fields", en: "the form is to be filled in: fields are missing")
        case .formUnasked:
            BilingualText(zh: "此处不需要登记表，或已经填过", en: "no form is asked for here, or it was filled in before")
        case .formUnknown: FieldProblem.unknown.message
        case .formMissing: BilingualText(zh: "缺少必填的登记项", en: "a field that must be filled in is missing")
        case .formValue: BilingualText(zh: "有登记项填得不对", en: "a field does not hold what it should")
        case .formSize: BilingualText(zh: "登记表内容太长", en: "the form says more than an entry holds")
        case .placeChoices: BilingualText(zh: "志愿不是本活动的场次，或有重复，或太多", en: "the choices are no ranking of these slots")
        case .placeDependants: BilingualText(zh: "家属或子女的人数不合规则", en: "the rules do not allow so many dependants")
        case .placeNever: BilingualText(zh: "所选场次对您的分组没有这么多名额", en: "no choice has so many places for your groups")
        case .placeStarted: BilingualText(zh: "所选场次都已开始", en: "every choice has started")
        case .placeFull: BilingualText(zh: "所选场次已满，不能候补", en: "every choice is full, and nobody more can wait")
        case .placeKept:
            BilingualText(
                zh: "改报的场次已满，或已开始的场次已达上限，原有名额保留",
                en: "the new choices are full, or you have as many that have started as you may; you keep what you have"
            )
        case .placeLate: BilingualText(zh: "已过可取消或改报的时间", en: "places can't be given back any more")
        case .itemUnknown: BilingualText(zh: "没有这个补贴项目，或没有写明项目 item", en: "there is no such item, or none is named")
        case .priceRange:
            BilingualText(zh: "价格须大于零，且不能大得离谱", en: "a price is more than nothing, and not beyond all measure")
        case .priceRequired:
            BilingualText(zh: "补贴按价格计算，缺少价格", en: "what is given depends on the price, and none was told")
        case .fundBand: BilingualText(zh: "这个价格没有补贴", en: "nothing is given for this price")
        case .fundAmount:
            BilingualText(zh: "申请的金额超过这个价格或项目可得的补贴", en: "the item does not give so much, or not for this price")
        case .fundEmpty: BilingualText(zh: "预算已用完", en: "the budget has not so much left")
        case .fundPerson: BilingualText(zh: "本人的件数或金额已到上限", en: "you have had as many grants, or as much, as one may")
        case .fundHousehold:
            BilingualText(zh: "本户的件数或金额已到上限", en: "your household has had as many grants, or as much, as one may")
        case .fundCategory:
            BilingualText(
                zh: "这一类的件数或金额已到上限", en: "you have had as many grants of this category, or as much, as one may")
        case .voucherNone: BilingualText(zh: "券已领完", en: "all vouchers have been issued")
        case .voucherExpired: BilingualText(zh: "券已过期", en: "the voucher is good no more")
        case .merchantUnknown:
            BilingualText(zh: "没有这个商户，或没有写明商户 merchant", en: "there is no such merchant, or none is named")
        case .merchantCount: BilingualText(zh: "这个商户的张数已满", en: "the merchant has as many vouchers as it may take")
        case .merchantAmount: BilingualText(zh: "这个商户的金额已满", en: "the merchant has as much money as it may take")
        case .purchaseWindow: BilingualText(zh: "不在规定的购买时间内", en: "this is not the time in which purchases count")
        case .deviceRequired: BilingualText(zh: "缺少设备编号 device", en: "this campaign needs the device")
        case .addressRequired: BilingualText(zh: "缺少网络地址 ip", en: "this campaign needs the network address, ip")
        case .signinTwice: BilingualText(zh: "这一天已经签到", en: "already signed in for the day")
        case .signinDay:
            BilingualText(zh: "只能补签活动中已过去的日子", en: "only an earlier day of the campaign can be made up for")
        case .signinMakeup: BilingualText(zh: "补签次数已用完", en: "no days are left to make up for")
        case .limitTotal: BilingualText(zh: "参与次数已用完", en: "no submissions are left")
        case .limitDay: BilingualText(zh: "今日次数已用完", en: "no submissions are left today")
        case .ratePerson: BilingualText(zh: "提交太快，请稍候", en: "too fast, please wait")
        case .limitHouseholdTotal: BilingualText(zh: "这一户的参与次数已用完", en: "no submissions are left to the household")
        case .limitHouseholdDay: BilingualText(zh: "这一户今日的次数已用完", en: "no submissions are left to the household today")
        case .rateHousehold: BilingualText(zh: "这一户提交太快，请稍候", en: "too fast for one household, please wait")
        case .limitUnitTotal: BilingualText(zh: "本单位的参与次数已用完", en: "no submissions are left to the unit")
        case .limitUnitDay: BilingualText(zh: "本单位今日的次数已用完", en: "no submissions are left to the unit today")
        case .rateUnit: BilingualText(zh: "本单位提交太快，请稍候", en: "too fast for one unit, please wait")
        case .limitDeviceTotal: BilingualText(zh: "这台设备的参与次数已用完", en: "no submissions are left to the device")
        case .limitDeviceDay: BilingualText(zh: "这台设备今日的次数已用完", en: "no submissions are left to the device today")
        case .rateDevice: BilingualText(zh: "这台设备提交太快，请稍候", en: "too fast for one device, please wait")
        case .limitAddressTotal:
            BilingualText(zh: "这一网络地址的参与次数已用完", en: "no submissions are left to the network address")
        case .limitAddressDay:
            BilingualText(zh: "这一网络地址今日的次数已用完", en: "no submissions are left to the network address today")
        case .rateAddress: BilingualText(zh: "这一网络地址提交太快，请稍候", en: "too fast for one network address, please wait")
        case .limitCampaignTotal: BilingualText(zh: "本活动的名额已满", en: "the campaign takes no more submissions")
        case .limitCampaignDay: BilingualText(zh: "本活动今日的名额已满", en: "the campaign takes no more submissions today")
        case .rateCampaign: BilingualText(zh: "参与的人太多，请稍候", en: "the campaign is busy, please wait")
        case .storage: BilingualText(zh: "存储空间不足，暂停接收", en: "no room to store new submissions")
        case .overloaded: BilingualText(zh: "系统繁忙，请稍候", en: "overloaded, please wait")
        }
    }
}
