import JSON

/// Plain words for the stable reasons of refusals.csv.
enum RefusalReason {
    /// Nil for a reason that this version does not know: it is shown as it stands.
    static func text(_ reason: String) -> BilingualText? {
        guard reason.hasPrefix(shadow) else { return words[reason].map { BilingualText(zh: $0.0, en: $0.1) } }
        return words[String(reason.dropFirst(shadow.count))].map {
            BilingualText(zh: "只计未拒：\($0.0)", en: "counted, not refused: \($0.1)")
        }
    }

    /// Before what a limit in shadow would have refused.
    private static let shadow = "shadow."

    private static let words: [String: (String, String)] = [
        "phase.before": ("活动尚未开始", "before the opening"),
        "phase.paused": ("活动暂停中", "while intake was paused"),
        "phase.closed": ("活动已经结束", "after the end of intake"),
        "phase.quiet": ("在安静时段", "in quiet hours"),
        "phase.act": ("不在该阶段", "outside of its phase"),
        "person.unlisted": ("不在名册上", "not on the roll"),
        "key.conflict": ("同一提交编号下内容不同", "another submission under the same key"),
        "act.absent": ("做了本活动没有的事", "something that the campaign does not have"),
        "paper.required": ("没有写明试卷编号", "the paper's number was missing"),
        "paper.wrong": ("不是本人这一次的试卷", "not the paper of this person and attempt"),
        "paper.unstarted": ("没有先开始限时答卷", "a paper with a time limit that was not started"),
        "paper.open": ("上一份答卷还在作答中", "a paper was open already"),
        "time.over": ("超过了答题时限", "after the time limit"),
        "hint.none": ("没有更多提示", "no further hint"),
        "answers.empty": ("没有作答", "no answer given"),
        "answers.unknown": ("回答了不存在或不在试卷上的题", "an answer to a question that is not there"),
        "answers.form": ("答案形式不对", "an answer of the wrong form"),
        "answers.characters": ("答案含有不能使用的字符", "an answer with characters that can't be used"),
        "answers.solved": ("该题已经答对过", "a question already answered right"),
        "vote.unknown": ("选票上有不存在的作品", "a ballot for a work that is not there"),
        "vote.twice": ("选票上有重复的作品", "a ballot that names a work twice"),
        "vote.most": ("选的作品太多", "a ballot with too many works"),
        "vote.least": ("选的作品太少", "a ballot with too few works"),
        "vote.points": ("给一件作品的分数超出范围", "points for a work out of range"),
        "vote.work": ("对一件作品的票已经投满", "a work voted for as often as a person may"),
        "vote.own": ("投自己的作品", "a vote for one's own work"),
        "vote.nothing": ("没有可撤回的选票", "a withdrawal where there was no ballot"),
        "device.required": ("没有写明设备", "the device was missing"),
        "ip.required": ("没有写明网络地址", "the network address was missing"),
        "signin.twice": ("当日已签到", "signed in for the day already"),
        "signin.day": ("不是可以补签的日子", "a day that can't be made up for"),
        "signin.makeup": ("补签次数已用完", "no days left to make up for"),
        "place.choices": ("志愿不合规则", "choices that are no ranking of the slots"),
        "place.dependants": ("家属或子女的人数不合规则", "so many dependants as the rules do not allow"),
        "place.never": ("所选场次没有可给该分组的名额", "slots without so many places for people of the group"),
        "place.started": ("所选场次都已开始", "slots that had started"),
        "place.full": ("场次和候补已满", "no room, and none on the waiting list"),
        "place.kept": ("改报的场次已满", "a change to slots that were full"),
        "place.late": ("已过可取消或改报的时间", "a change after places could be given back"),
        "limit.total": ("超过总次数", "over the limit for the whole campaign"),
        "limit.day": ("超过当日次数", "over the limit for the day"),
        "rate.person": ("个人提交过于频繁", "too fast for one person"),
        "limit.household.total": ("超过每户的总次数", "over the limit of a household in all"),
        "limit.household.day": ("超过每户的当日次数", "over the limit of a household for the day"),
        "rate.household": ("每户提交过于频繁", "too fast for one household"),
        "limit.unit.total": ("超过每单位的总次数", "over the limit of a unit in all"),
        "limit.unit.day": ("超过每单位的当日次数", "over the limit of a unit for the day"),
        "rate.unit": ("每单位提交过于频繁", "too fast for one unit"),
        "limit.device.total": ("超过每台设备的总次数", "over the limit of a device in all"),
        "limit.device.day": ("超过每台设备的当日次数", "over the limit of a device for the day"),
        "rate.device": ("每台设备提交过于频繁", "too fast for one device"),
        "limit.ip.total": ("超过每个网络地址的总次数", "over the limit of a network address in all"),
        "limit.ip.day": ("超过每个网络地址的当日次数", "over the limit of a network address for the day"),
        "rate.ip": ("每个网络地址提交过于频繁", "too fast for one network address"),
        "limit.campaign.total": ("超过活动整体的总次数", "over the limit of the campaign in all"),
        "limit.campaign.day": ("超过活动整体的当日次数", "over the limit of the campaign for the day"),
        "rate.campaign": ("活动整体提交过于频繁", "too fast for the campaign"),
        "storage": ("存储空间不足", "no storage left"),
        "overloaded": ("系统繁忙", "the service was overloaded"),
    ]
}
