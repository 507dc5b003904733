#!/usr/bin/env python3
"""Independent verifier of a Huigong audit bundle (惠工审计包独立验证程序).

    verify.py BUNDLE [--vkey V] [--public NAME=VALUE]... [--lang zh|en] [--json]

Python 3.11 standard library only, written from the documents and not from the daemon, so that one mistake cannot
hide in both. Everything in a bundle is taken to be hostile: a malformed file becomes a failed check, never a crash.

Exit codes: 0 every check passes, 1 a check fails, 2 the bundle is unreadable, 3 passed with something not provable.
"""

# --- Evidence grades -------------------------------------------------------------------------------------------------
#
# These texts also stand in report.json ("grade": level, meaning, condition), so every implementation must use exactly
# the same ones. report.json carries the unconfirmed grade: what holds when nobody has confirmed a public value.
#
#   strong = the closing is earlier than every public time, the outcomes of all public sources together are >= 2^64,
#            and the campaign was announced no later than it opened (a file first seen late is capped at G1)
#
#   sources                          unconfirmed                          confirmed by --public
#   commit only                      G0, no condition                     -
#   public, strong                   G1, condition "published" with G2    G2, no condition
#   public, not strong               G0, condition "published" with G1    G1, no condition
#   a closing at or after a time     G0, no condition (and the check `randomness` fails)
#
# Several public sources: one "published_item" each, in charter order, joined by "published_and".
# {name} is the name in the charter, {value} the value as in the value leaf ("7.3.5"), {level} the grade it would be.

GRADE_MEANINGS = {
    "G0": {"zh": "运营方可能选定了中奖者", "en": "the operator could have chosen the winners"},
    "G1": {"zh": "主办方须有另一方配合，或因号码太短而逐一试算，才可能选定中奖者",
           "en": "the organiser could have chosen the winners only with another party's help, "
                 "or by trying out numbers that are too short"},
    "G2": {"zh": "主办方可能在几份名单中挑选了一份", "en": "the organiser could have chosen among several lists"},
    "G3": {"zh": "除非见证方一同串通，主办方无法选定中奖者",
           "en": "the organiser could not have chosen the winners unless the witnesses colluded"},
}

GRADE_CONDITIONS = {
    "published": {"zh": "若{items}，则为 {level}", "en": "{level} if {items}"},
    "published_item": {"zh": "{name} 确实公布了 {value}", "en": "{name} really published {value}"},
    "published_and": {"zh": "，且 ", "en": " and "},
}

# The first line of every report and of this program's output.
GRADE_LINES = {
    "plain": {"zh": "证据等级 {level}：{meaning}", "en": "Evidence grade {level}: {meaning}"},
    "conditional": {"zh": "证据等级 {level}；{condition}：{meaning}", "en": "Evidence grade {level}; {condition}: {meaning}"},
    "none": {"zh": "证据等级：无（有检查未通过）", "en": "Evidence grade: none (a check failed)"},
}
