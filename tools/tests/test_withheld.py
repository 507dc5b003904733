"""What was erased after the dispute window: the rest holds, what needed it is not provable, and every pretence fails."""

import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import bundles  # noqa: E402
import verify  # noqa: E402

OPEN = {"records", "roll", "attempts", "limits", "eligibility", "identity"}


def audit_files(files, earlier=None, receipt=None, vkey=None):
    with tempfile.TemporaryDirectory() as folder:
        bundles.write(files, os.path.join(folder, "bundle"))
        if earlier is not None:
            bundles.write(earlier, os.path.join(folder, "earlier"))
            earlier = os.path.join(folder, "earlier")
        key = verify.VerificationKey(vkey) if vkey else None
        return verify.verify(os.path.join(folder, "bundle"), key, receipt=receipt, earlier=earlier)


def statuses(audit, status):
    return {check for check, verdict in audit.verdicts.items() if verdict[0] == status}


class WithheldTests(unittest.TestCase):
    def setUp(self):
        honest = bundles.riddle()
        self.first = honest.files()
        # Somebody with one chance, who met no free place.
        rows = [line.split(",") for line in self.first["draw/tickets.csv"].decode().splitlines()[1:]]
        chances = dict(line.split(",")[1:] for line in self.first["draw/eligible.csv"].decode().splitlines()[1:])
        row = next(row for row in rows if row[5] == "none" and chances[row[4]] == "1")
        self.person = next(p[0] for p in honest.people if honest.name(p[0]) == row[4])
        self.leaf = int(row[2])

    def erased(self, lies=None, **more):
        return bundles.erased(bundles.riddle, self.person, lies, **more).files()

    def fails(self, check, files):
        audit = audit_files(files)
        said = {name: text.en for name, (status, text) in audit.verdicts.items() if status == verify.FAIL}
        self.assertIn(check, said)

    def test_the_rest_holds_and_some_checks_are_open(self):
        audit = audit_files(self.erased(), vkey=bundles.riddle().vkey)
        self.assertEqual(statuses(audit, verify.FAIL), set(), audit.verdicts)
        self.assertEqual(statuses(audit, verify.NOT_PROVABLE), OPEN)

    def test_an_earlier_bundle_closes_every_gap(self):
        audit = audit_files(self.erased(), self.first, vkey=bundles.riddle().vkey)
        self.assertEqual(statuses(audit, verify.FAIL), set(), audit.verdicts)
        self.assertEqual(statuses(audit, verify.NOT_PROVABLE), {"identity"})

    def test_who_was_added_to_the_roll_can_be_erased(self):
        first = bundles.grown().files()
        rows = [line.split(",") for line in first["draw/tickets.csv"].decode().splitlines()[1:]]
        held = [row[4] for row in rows if row[5].startswith(("win ", "alternate "))]
        maker = bundles.grown()
        number, person = next((n, s[0]) for n, s in enumerate(maker.submissions)
                              if s[0] in ("m007", "m008") and maker.name(s[0]) not in held)
        leaf = number + 1 + sum(before <= number for before, _ in maker.additions)
        files = bundles.erased(bundles.grown, person, leaves=[leaf]).files()
        audit = audit_files(files, vkey=maker.vkey)
        self.assertEqual(statuses(audit, verify.FAIL), set(), audit.verdicts)
        self.assertIn("roll", statuses(audit, verify.NOT_PROVABLE))
        audit = audit_files(files, first, vkey=maker.vkey)
        self.assertEqual(statuses(audit, verify.FAIL), set(), audit.verdicts)
        self.assertEqual(statuses(audit, verify.NOT_PROVABLE), {"identity"})

    def test_several_chances_take_an_earlier_bundle(self):
        def make(lies):
            maker = bundles.riddle(lies)
            # Without a prize for m002, whose entry has two chances.
            maker.campaign["prizes"]["tiers"] = [maker.campaign["prizes"]["tiers"][0]]
            maker.campaign["prizes"]["alternates"] = 0
            return maker
        first = make({}).files()
        if make({}).name("m002") in bundles.holders(first):
            self.skipTest("m002 won")
        later = bundles.erased(make, "m002").files()
        self.assertIn("eligibility", statuses(audit_files(later), verify.FAIL))
        self.assertEqual(statuses(audit_files(later, first), verify.FAIL), set())

    def test_a_bundle_that_does_not_go_on_from_the_earlier_one_fails(self):
        other = bundles.riddle({"intake-ended": lambda ended: ended})
        other.submissions[0] = ("m001", bundles.OPENS + 999, {"r1": "灯笼"}, 1)
        self.assertIn("checkpoint", statuses(audit_files(self.erased(), other.files()), verify.FAIL))
        quiz = bundles.quiz(people_count=5).files()
        self.assertIn("checkpoint", statuses(audit_files(self.erased(), quiz), verify.FAIL))

    def test_a_gap_needs_its_record_and_a_record_a_gap(self):
        self.fails("openings", self.erased({"tail": lambda tail: tail}))
        self.fails("openings", self.erased({"openings": lambda openings: openings}))

    def test_a_record_comes_after_the_draw_and_the_dispute_window(self):
        early = f"huigong/withheld/v1\nindex {self.leaf}\nreason r\nat {bundles.OPENS + 9 * bundles.DAY + 40 * 60_000}\n"
        self.fails("records", self.erased({"tail": lambda tail: [early] + tail}))
        self.fails("records", self.erased({"amendments": lambda _: [early]}))
        self.fails("records", self.erased(late=bundles.WINDOW - 1))

    def test_a_record_names_an_entry_once(self):
        self.fails("records", self.erased(leaves=[0]))
        self.fails("records", self.erased(leaves=[self.leaf, self.leaf]))
        text = f"huigong/withheld/v1\nindex {self.leaf}\nreason Not One Word\nat {bundles.OPENS + 99 * bundles.DAY}\n"
        self.fails("records", self.erased({"tail": lambda tail: tail + [text]}))

    def test_nobody_who_won_or_is_an_alternate_is_erased(self):
        maker = bundles.riddle()
        for name in bundles.holders(self.first):
            person = next(p[0] for p in maker.people if maker.name(p[0]) == name)
            self.fails("winners", bundles.erased(bundles.riddle, person).files())

    def test_a_row_of_what_nobody_can_read_has_one_chance_at_most(self):
        def more(rows):
            return [(index, name, 2 if index == self.leaf else chances) for index, name, chances in rows]

        def staff(rows):
            name = bundles.riddle().name("m007")
            return sorted({row for row in rows if row[0] != self.leaf} | {(self.leaf, name, 1)})
        self.fails("eligibility", self.erased({"eligible": more}))
        self.fails("eligibility", self.erased({"eligible": staff}))

    def test_the_roll_keeps_its_root(self):
        def other(lines):
            name = bundles.riddle().name(self.person)
            return ["- " + "a" * 64 if name in line else line for line in lines]
        self.fails("roll", self.erased({"roll": other}))

    def test_the_report_says_how_much(self):
        self.fails("report", self.erased({"report": lambda report: report}))

    def test_a_receipt_still_proves_what_was_logged(self):
        maker = bundles.erased(bundles.riddle, self.person)
        files = maker.files()
        told = audit_files(files, receipt=receipt_of(maker, files, self.leaf), vkey=maker.vkey).told
        self.assertEqual(told[:2], (verify.PASS, "logged"))
        self.assertIn("erased after the dispute window (own-request)", told[2][0].en)


def receipt_of(maker, files, leaf):
    """An inclusion-only receipt under the last head."""
    path = next(path for path in files if path.startswith("log/tile/0/"))
    hashes = [files[path][n:n + 32] for n in range(0, len(files[path]), 32)]

    def proof(index, part):
        if len(part) == 1:
            return []
        k = 1 << (len(part) - 1).bit_length() - 1
        if index < k:
            return proof(index, part[:k]) + [bundles.root(part[k:])]
        return proof(index - k, part[k:]) + [bundles.root(part[:k])]
    lines = ["c2sp.org/tlog-proof@v1", f"index {leaf}"]
    lines += [verify.b64(sibling) for sibling in proof(leaf, hashes)]
    return "\n".join(lines).encode() + b"\n\n" + files["log/checkpoint"]


if __name__ == "__main__":
    unittest.main()
