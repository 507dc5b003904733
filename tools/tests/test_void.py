"""Phases that were voided: the reason holds and is said first, everything else is checked, and every pretence fails."""

import os
import sys
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import bundles  # noqa: E402
import verify  # noqa: E402
from bundles import DAY, MINUTE, OPENS  # noqa: E402
from test_verify import audit_files, failed  # noqa: E402

CLOSED = OPENS + 2 * DAY + 10 * MINUTE
DUE = CLOSED + 7 * DAY
ROUND = verify.first_round(OPENS + 2 * DAY + 60 * MINUTE)
ROUND_DUE = verify.round_time(ROUND) + 2 * DAY
SENTENCE = {"zh": "没有开奖：第二方 notary.example 没有交出它的随机数（来源 1）。抽奖已作废，不会重抽",
            "en": "No draw: notary.example never gave its number (source 1). It is void and is never repeated"}
WHY = {"cause": "missing-value", "due": DUE, "sentence": SENTENCE}


def without_reveal(lies=None, at=DUE, why=WHY, lacking=(1,)):
    return bundles.voided(bundles.reveal_riddle, list(lacking), at, why, lies)


def without_beacon(lies=None, at=ROUND_DUE):
    def make(lies):
        maker = bundles.riddle(lies)
        maker.campaign["randomness"] = [{"source": "drand", "round": ROUND, "wait": 2}]
        return maker
    sentence = {"zh": f"没有开奖：公共信标 drand 第 {ROUND} 轮没有产生，或主办方没有记录它（来源 1）。抽奖已作废，不会重抽",
                "en": f"No draw: round {ROUND} of the public beacon drand never came, or the organiser did not log it "
                      "(source 1). It is void and is never repeated"}
    return bundles.voided(make, [1], at, {"cause": "missing-value", "due": ROUND_DUE, "sentence": sentence}, lies)


class Voids(unittest.TestCase):
    def test_an_honest_void_passes_and_says_first_that_there_is_no_draw(self):
        maker = without_reveal()
        audit = audit_files(maker.files())
        self.assertEqual(failed(audit), [], audit.verdicts)
        for check in ("seed", "tickets", "winners", "identity"):
            self.assertEqual(audit.verdicts[check][0], verify.NOT_USED, check)
        self.assertEqual(verify.grade_line(audit, "en"),
                         f"{SENTENCE['en']} (waited for until {verify.utc_text(DUE)})")
        self.assertTrue(verify.grade_line(audit, "zh").startswith(SENTENCE["zh"] + "（等到 "))
        stated = verify.as_json(audit)
        self.assertIsNone(stated["grade"])
        self.assertTrue(stated["no_draw"]["en"].startswith(SENTENCE["en"]))

    def test_a_beacon_is_waited_for_as_many_days_as_the_rules_say(self):
        audit = audit_files(without_beacon().files())
        self.assertEqual(failed(audit), [], audit.verdicts)
        self.assertIn("randomness", failed(audit_files(without_beacon(at=ROUND_DUE - 1).files())))

    def test_a_void_before_the_days_are_over_fails(self):
        self.assertIn("randomness", failed(audit_files(without_reveal(at=DUE - 1).files())))

    def test_a_void_that_lacks_nothing_fails(self):
        maker = without_reveal({"sources": lambda sources: sources}, lacking=())
        self.assertIn("randomness", failed(audit_files(maker.files())))

    def test_a_draw_and_a_void_exclude_each_other(self):
        draw = f"huigong/draw/v1\nphase main\nseed {'0' * 64}\nwinners 0 {'0' * 64}\nat {DUE}\n"
        void = f"huigong/void/v1\nphase main\nreason missing-randomness\nat {DUE}\n"
        hidden = without_reveal({"tail": lambda tail: tail[:-1] + [void, draw]})
        self.assertIn("after-closing", failed(audit_files(hidden.files())))
        twice = without_reveal({"tail": lambda tail: tail[:-1] + [void, void]})
        self.assertIn("after-closing", failed(audit_files(twice.files())))
        after = bundles.riddle({"tail": lambda tail: tail + [void]})
        self.assertIn("after-closing", failed(audit_files(after.files())))

    def test_a_value_after_the_void_fails(self):
        void = f"huigong/void/v1\nphase main\nreason missing-randomness\nat {DUE}\n"
        number = bundles.sha(b"reveal").hex()
        value = f"huigong/value/v1\nphase main\nsource 1\nvalue {number}\nat {DUE}\n"
        late = without_reveal({"tail": lambda tail: tail[:-1] + [void, value]})
        self.assertIn("records", failed(audit_files(late.files())))

    def test_the_registry_says_void(self):
        maker = without_reveal()
        maker.has_registry = True
        audit = audit_files(maker.files())
        self.assertEqual(failed(audit), [], audit.verdicts)
        lies = {
            "drawn": lambda records: [{**r, "event": "drawn"} if r["event"] == "void" else r for r in records],
            "hidden": lambda records: [r for r in records if r["event"] != "void"],
            "end": lambda records: [{**r, "closes": r["closes"] + 1} if r["event"] == "void" else r for r in records],
        }
        for name, lie in lies.items():
            maker = without_reveal({"registry": lie})
            maker.has_registry = True
            self.assertIn("registry", failed(audit_files(maker.files())), name)

    def test_files_of_a_draw_do_not_belong_there(self):
        files = without_reveal().files()
        files["draw/tickets.csv"] = b"rank,ticket,index,chance,pseudonym,outcome\n"
        self.assertIn("sums", failed(audit_files(bundles.Maker.sums(files))))

    def test_another_reason_told_fails(self):
        other = {**WHY, "sentence": {key: text.replace("notary", "other") for key, text in SENTENCE.items()}}
        self.assertEqual(failed(audit_files(without_reveal(why=other).files())), ["report"])

    def test_an_opening_goes_only_after_the_window_counted_from_the_void(self):
        def maker(late):
            void = f"huigong/void/v1\nphase main\nreason missing-randomness\nat {DUE}\n"
            record = f"huigong/withheld/v1\nindex 1\nreason own-request\nat {DUE + late}\n"
            honest = without_reveal()
            return without_reveal({
                "openings": lambda openings: [b"" if n == 1 else o for n, o in enumerate(openings)],
                "tail": lambda tail: tail[:-1] + [void, record],
                "report": lambda report: {**honest.lies["report"](report), "withheld": {"openings": 1, "roll": 0}}})
        audit = audit_files(maker(bundles.WINDOW).files())
        self.assertEqual(failed(audit), [], audit.verdicts)
        self.assertIn("records", failed(audit_files(maker(bundles.WINDOW - 1).files())))

    def test_without_a_seed_every_proof_is_checked(self):
        maker = bundles.voided(bundles.instant, [1], OPENS + 2 * DAY + 30 * MINUTE + 7 * DAY, WHY)
        with mock.patch.object(verify, "MOST_PROOFS", 1):
            audit = audit_files(maker.files())
        self.assertEqual(audit.verdicts["vrf"][0], verify.PASS, audit.verdicts["vrf"])


if __name__ == "__main__":
    unittest.main()
