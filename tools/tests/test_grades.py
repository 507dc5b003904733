"""Tests of verify.py's grade G3: what witnesses must have seen, and by when; and the lies about it."""

import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import bundles  # noqa: E402
import verify  # noqa: E402
from bundles import DAY, MINUTE, OPENS  # noqa: E402
from test_randomness import grade_of  # noqa: E402
from test_verify import HUIGONG, failed, failed_by_huigong  # noqa: E402

CLOSES = OPENS + 2 * DAY
NUMBER = CLOSES + 30 * MINUTE
VALUE = "7.3.5.1.9.4.0.6.2.8.7.3.1.5.9.0.2.6.4.8"
PUBLIC = {"source": "public", "name": "notary.example", "form": "digits 20", "at": "2027-06-10T09:30:00+08:00"}
PUBLISHED = (f"若notary.example 确实公布了 {VALUE}", f"notary.example really published {VALUE}")
G2 = grade_of("G1", PUBLISHED[0] + "，则为 G2", "G2 if " + PUBLISHED[1])
G3 = grade_of("G1", PUBLISHED[0] + "，且 见证方独立于主办方，则为 G3",
              f"G3 if {PUBLISHED[1]} and the witnesses are independent of the organiser")
HELD = grade_of("G0", PUBLISHED[0] + "，则为 G1", "G1 if " + PUBLISHED[1])
ONE, TWO = bundles.Witness("witness.example/w1"), bundles.Witness("witness.example/w2")
IN_TIME = NUMBER // 1000 - 60


def both(second):
    return ((ONE, second), (TWO, second))


def policy(quorum="both"):
    return f"witness w1 {ONE.vkey}\nwitness w2 {TWO.vkey}\ngroup both all w1 w2\nquorum {quorum}\n".encode()


def maker(report=G3, lies=None):
    """Riddles with a second party's number and one drawn in public; two witnesses saw everything in time.

    Leaf 11 is the closing, 12 the party's number, 13 the public one, 14 the draw.
    """
    made = bundles.reveal_riddle({"report": report, **(lies or {})}, PUBLIC)
    made.value = VALUE
    made.policy = policy()
    made.closing_lines, made.more_lines = both(IN_TIME), {13: both(IN_TIME)}
    made.registry_lines = {2: both(OPENS // 1000), -1: both(NUMBER // 1000 + 3600)}
    return made


def missing(sources):
    """The party's number does not count."""
    sources[0].update(counts=False, seed="missing 1")
    sources[0]["report"]["value"] = None
    return sources


def audit(made, own=policy(), public=((PUBLIC["name"], VALUE),)):
    """The audit, and the other verifier's failing checks: it gives the grade of report.json, too."""
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
        bundles.write(made.files(), folder)
        file.write(own or b"")
        file.flush()
        found = verify.verify(folder, verify.VerificationKey(made.vkey), public, policy=own and verify.Policy(own))
        others = failed_by_huigong(folder, *(["--policy", file.name] if own else [])) if HUIGONG else failed(found)
        if bool(others) != bool(failed(found)) or not set(others) & set(failed(found)) and others:
            raise AssertionError(f"huigong fails {others}, verify.py {failed(found)}")
        return found


class GradeCase(unittest.TestCase):
    def expect(self, made, level, checks=(), **options):
        found = audit(made, **options)
        self.assertEqual(failed(found), list(checks), {c: t.en for c, (s, t) in found.verdicts.items() if s == "fail"})
        line = verify.grade_line(found, "en")
        self.assertTrue(line.startswith(f"Evidence grade {level}:" if level else "Evidence grade: none"), line)
        return line


class WitnessedGrades(GradeCase):
    def test_all_in_time_is_g3(self):
        self.expect(maker(), "G3")

    def test_without_the_callers_policy_or_value_g3_is_a_condition(self):
        independent = "G3 if the witnesses are independent of the organiser"
        self.expect(maker(), f"G2; {independent}", own=None)
        self.expect(maker(), f"G1; G3 if {PUBLISHED[1]}", public=())
        self.expect(maker(), f"G1; G3 if {PUBLISHED[1]} and the witnesses are independent of the organiser",
                    own=None, public=())

    def test_a_closing_seen_less_than_a_minute_before_is_g2(self):
        made = maker(G2)
        made.closing_lines, made.more_lines = (), {12: both(IN_TIME + 1), 13: both(IN_TIME + 1)}
        # Then the party's number was not seen in time either.
        made.lies["sources"] = missing
        self.expect(made, "G2")

    def test_a_number_seen_less_than_a_minute_before_does_not_count_and_is_g2(self):
        made = maker(G2, {"sources": missing})
        made.more_lines = {13: both(IN_TIME + 1)}
        self.expect(made, "G2")
        made.more_lines = {13: ((ONE, IN_TIME), (TWO, IN_TIME + 1))}
        self.expect(made, "G2")

    def test_a_number_counted_that_was_not_seen_in_time_fails(self):
        made = maker(G2)
        made.more_lines = {13: both(IN_TIME + 1)}
        self.assertIn("seed", failed(audit(made)))

    def test_heads_that_cover_the_draw_show_nothing_of_before(self):
        made = maker(G2, {"sources": missing})
        made.more_lines, made.last_lines = {}, both(IN_TIME)
        self.expect(made, "G2")

    def test_a_closing_that_no_quorum_saw_fails(self):
        made = maker(G2, {"sources": missing})
        made.closing_lines, made.more_lines = ((ONE, IN_TIME),), {}
        self.expect(made, None, ["witness-quorum"])

    def test_a_quorum_of_none_never_gives_g3(self):
        made = maker(G2)
        made.policy = policy("none")
        self.expect(made, "G2", own=None)
        self.expect(made, "G2", own=policy("none"))
        # To a caller who trusts these witnesses their lines are worth as much as ever.
        self.expect(made, "G3")

    def test_a_registry_that_was_not_seen_is_g2(self):
        for lines in ({}, {2: both(OPENS // 1000)}, {-1: both(NUMBER // 1000)},
                      {2: both(OPENS // 1000 + 1), -1: both(NUMBER // 1000)},
                      {2: both(OPENS // 1000), -1: ((ONE, NUMBER // 1000),)}):
            made = maker(G2)
            made.registry_lines = lines
            self.expect(made, "G2")

    def test_heads_of_the_registry_are_held_against_it(self):
        def swap(files):
            files["registry/heads/2"] = files["registry/heads/3"]
            return files

        def forge(files):
            path = "registry/heads/2"
            return files | {path: files[path].replace(b"2\n", b"3\n", 1)}
        made = maker(G3, {"files": swap})
        made.registry_lines = {2: both(OPENS // 1000), 3: both(OPENS // 1000), -1: both(NUMBER // 1000)}
        self.expect(made, None, ["registry"])
        self.expect(maker(G3, {"files": forge}), None, ["registry"])
        made = maker(G2)
        made.registry_lines = {2: both(OPENS // 1000), -1: ()}
        truth = made.registry_files

        def forged(files, records):
            truth(files, records)
            files["registry/checkpoint"] += ONE.cosign(b"another text\n", NUMBER // 1000)
        made.registry_files = forged
        self.assertIn("registry", failed(audit(made)))


def extended(report=G3, seen=NUMBER // 1000 - 600, lies=None):
    """The same, with the end of intake and the number moved by an hour; leaf 11 is the extension, seen at `seen`."""
    made = maker(report, lies)
    later = NUMBER + 60 * MINUTE
    source = bundles.reveal_source(made.origin)
    content = {"closes": CLOSES + 60 * MINUTE, "sources": [
        f"reveal {source['party']} {source['vkey']} {source['commitment']}", f"public notary.example digits 20 {later}"]}
    at = OPENS + DAY + MINUTE
    made.lies["amendments"] = lambda _: [
        "huigong/amendment/v1\nclass extend\nrole organiser\npublic "
        f"{bundles.canon(content).decode()}\nsecret -\nat {at}\n"]
    made.lies["intake-ended"] = lambda _: CLOSES + 60 * MINUTE

    def moved(sources):
        sources[1]["at"] = later + MINUTE
        sources[1]["report"]["at"] = later
        return (lies or {}).get("sources", lambda found: found)(sources)
    made.lies["sources"] = moved
    made.lies["charter"] = lambda lines: lines
    made.lies["tail"] = lambda tail: tail[:-1] + [tail[-1].replace(
        f"at {CLOSES + MINUTE * 40}", f"at {later + MINUTE * 40}")]
    made.closing_lines, made.more_lines = both(later // 1000 - 60), {12: both(seen), 14: both(later // 1000 - 60)}
    return made


class Extensions(GradeCase):
    def test_one_that_was_seen_ten_minutes_before_lowers_nothing(self):
        self.expect(extended(), "G3")

    def test_one_that_was_seen_later_does_not_hold(self):
        self.expect(extended(HELD, NUMBER // 1000 - 599), None, ["randomness"])

    def test_without_witnesses_it_is_g1_at_most(self):
        made = extended(HELD)
        made.policy = policy("none")
        self.expect(made, "G1", own=None)

    def test_witnesses_of_the_caller_who_did_not_see_it_give_g1(self):
        made = extended()
        made.more_lines[12] = ((ONE, NUMBER // 1000 - 600), (TWO, NUMBER // 1000 - 599))
        made.policy = policy("w1")
        self.expect(made, "G1", own=f"witness x {TWO.vkey}\nquorum x\n".encode())


if __name__ == "__main__":
    unittest.main()
