import JSON

/// Plain words for the stable reasons of refusals.csv.
enum RefusalReason {
    /// Nil for a reason that this version does not know: it is shown as it stands.
    static func text(_ reason: String) -> BilingualText? {
        words[reason].map { BilingualText(zh: $0.0, en: $0.1) }
    }

    private static let words: [String: (String, String)] = [
        "phase.before": ("活动尚未开始", "before the opening"),
        "phase.paused": ("活动暂停中", "while intake was paused"),
        "phase.closed": ("活动已经结束", "after the end of intake"),
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
        "limit.total": ("超过总次数", "over the limit for the whole campaign"),
        "limit.day": ("超过当日次数", "over the limit for the day"),
        "rate.person": ("个人提交过于频繁", "too fast for one person"),
        "rate.campaign": ("活动整体提交过于频繁", "too fast for the campaign"),
        "storage": ("存储空间不足", "no storage left"),
        "overloaded": ("系统繁忙", "the service was overloaded"),
    ]
}
