"""Tests of verify.py's randomness: second parties, the beacon, deadlines, grades and their lies; and of fetch-beacon."""

import hashlib
import http.server
import importlib.machinery
import importlib.util
import io
import contextlib
import json
import os
import sys
import threading
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import bundles  # noqa: E402
import verify  # noqa: E402
from bundles import DAY, MINUTE, OPENS  # noqa: E402
from test_verify import audit_files, failed, statuses  # noqa: E402

CLOSES = OPENS + 2 * DAY
# Two rounds of quicknet as its servers gave them.
RECORDED = {
    657413: "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
    5928395: "a5d07c0071b4e386b3ae09206522253c68fefe8490ad59ecc44a7dd0d0745be91da5779e2247a82403fbc0cb9a34cb61",
}
ROUND = verify.first_round(CLOSES + 60 * MINUTE)
BEACON = {"source": "drand", "round": ROUND}


def grade_of(level, zh=None, en=None):
    condition = None if zh is None else {"zh": zh, "en": en}
    stated = {"condition": condition, "level": level, "meaning": verify.GRADE_MEANINGS[level]}
    return lambda report: {**report, "grade": stated}


REVEALED = grade_of("G0", "若notary.example 确认其公钥，则为 G1", "G1 if notary.example confirms its key")
DRAND = grade_of("G1", f"若信标 drand 第 {ROUND} 轮的签名属实，则为 G2",
                 f"G2 if the beacon's signature of drand round {ROUND} is genuine")


def line(audit):
    return verify.grade_line(audit, "en")


def beacon_riddle(lies=None, *others):
    maker = bundles.riddle({"report": DRAND, **(lies or {})})
    maker.campaign["randomness"] = [BEACON, *others]
    maker.lies.setdefault("tail", lambda tail: tail[:-1] + [tail[-1].replace(
        f"at {CLOSES + MINUTE * 40}", f"at {CLOSES + MINUTE * 61}")])
    return maker


class SecondParties(unittest.TestCase):
    def test_a_reveal_gives_g1_to_whoever_knows_the_key(self):
        files = bundles.reveal_riddle({"report": REVEALED}).files()
        audit = audit_files(files)
        self.assertEqual(failed(audit), [])
        self.assertIn("Evidence grade G0; G1 if notary.example confirms its key:", line(audit))
        key = bundles.party_key("notary.example")
        with mock.patch.object(verify, "verify", lambda *args: None):
            self.assertEqual(verify.grade(audit, None, [], [key])[:2], ("G1", None))
        other = bundles.party_key("notary.example", b"another seed" + bytes(20))
        audit.parties = [other]
        with self.assertRaises(verify.Finding):
            verify.check_confirmations(audit)

    def test_a_swapped_key_a_foreign_note_and_another_number_fail(self):
        seed = bundles.sha(b"the operator's")

        def swapped(charter):
            return [l.replace(bundles.party_key("notary.example"), bundles.party_key("notary.example", seed))
                    for l in charter]
        self.assertIn("rules", failed(audit_files(bundles.reveal_riddle({"charter": swapped}).files())))
        for note in (bundles.reveal_note("union.example/lanterns", "notary.example", seed),
                     bundles.reveal_note("union.example/other", "notary.example"),
                     bundles.reveal_note("union.example/lanterns", "notary.example", number=b"other")):
            maker = bundles.reveal_riddle({"report": REVEALED})
            maker.campaign["randomness"][0]["note"] = note
            self.assertEqual(failed(audit_files(maker.files())), ["randomness"])

    def test_another_number_than_the_committed_one_fails(self):
        def other(sources):
            sources[0]["value"] = sources[0]["report"]["value"] = "00" * 32
            sources[0]["seed"] = "reveal notary.example " + "00" * 32
            return sources
        audit = audit_files(bundles.reveal_riddle({"report": REVEALED, "sources": other}).files())
        self.assertEqual(failed(audit), ["randomness"])

    def test_without_public_numbers_a_withheld_reveal_leaves_no_draw(self):
        def withheld(sources):
            sources[0].update({"value": None, "counts": False})
            return sources
        audit = audit_files(bundles.reveal_riddle({"sources": withheld, "report": grade_of("G0")}).files())
        self.assertEqual(failed(audit), ["randomness"])


class Beacons(unittest.TestCase):
    def test_an_unchecked_beacon_is_g1_here_and_a_checked_one_g2(self):
        files = beacon_riddle().files()
        with mock.patch.object(verify, "beacon_is_genuine", lambda *args: None):
            audit = audit_files(files)
        self.assertEqual(failed(audit), [])
        self.assertIn("Evidence grade G1 here; beacon signature not checked by this tool:", line(audit))
        with mock.patch.object(verify, "beacon_is_genuine", lambda *args: True):
            self.assertIn("Evidence grade G2:", line(audit_files(files)))
        with mock.patch.object(verify, "beacon_is_genuine", lambda *args: False):
            self.assertEqual(failed(audit_files(files)), ["randomness"])

    def test_a_signature_that_is_not_the_values_fails(self):
        def forged(files):
            path = f"randomness/drand-{ROUND}.json"
            files[path] = files[path].replace(b"8a8a8a", b"8a8a8b", 1)
            return files
        audit = audit_files(beacon_riddle({"files": forged}).files())
        self.assertEqual(failed(audit), ["randomness"])

    def test_a_reveal_logged_late_or_never_does_not_count(self):
        for at, counts in ((CLOSES + 40 * MINUTE, True), (verify.round_time(ROUND), False), (None, False)):
            def late(sources, at=at, counts=counts):
                sources[1]["counts"] = counts
                sources[1]["at"] = at
                sources[1]["value"] = sources[1]["value"] if at else None
                return sources
            maker = beacon_riddle({"sources": late})
            maker.campaign["randomness"].append(bundles.reveal_source(maker.origin))
            self.assertEqual(failed(audit_files(maker.files())), [], at)

            def pretended(sources, late=late, counts=counts):
                late(sources)[1]["counts"] = not counts
                return sources
            maker.lies["sources"] = pretended
            self.assertIn("seed", failed(audit_files(maker.files())), at)

    def test_a_value_before_its_round_and_a_closing_after_it_fail(self):
        def early(sources):
            sources[0]["at"] -= 2000
            return sources
        self.assertEqual(failed(audit_files(beacon_riddle({"sources": early}).files())), ["randomness"])

        def late(closing):
            return [l if not l.startswith("at ") else f"at {verify.round_time(ROUND)}" for l in closing]
        audit = audit_files(beacon_riddle({"closing": late}).files())
        self.assertIn("randomness", failed(audit))
        self.assertEqual(verify.grade(audit, None)[0], "G0")

    @unittest.skipIf(verify.py_ecc is None, "py_ecc is not installed")
    def test_recorded_rounds_are_genuine_and_changed_ones_are_not(self):
        number, signature = 5928395, bytes.fromhex(RECORDED[5928395])
        self.assertTrue(verify.beacon_is_genuine(number, signature))
        self.assertFalse(verify.beacon_is_genuine(number + 1, signature))
        for bad in (bytes(48), b"\xff" * 48, b"\xc0" + bytes(47), signature[:-1] + b"\x00"):
            self.assertFalse(verify.beacon_is_genuine(number, bad))


class Fallbacks(unittest.TestCase):
    def fallback_quiz(self, primary_at, lies=None):
        maker = bundles.quiz(people_count=12)
        source = maker.campaign["randomness"][0]
        source["fallback"] = {"name": "lottery.example", "form": "digits 20", "at": "2027-06-10T10:00:00+08:00"}
        stand_in = CLOSES + 60 * MINUTE

        def both(sources):
            other = {"line": f"public lottery.example digits 20 {stand_in}", "value": None, "at": stand_in + 1000,
                     "seed": f"public lottery.example {maker.value}", "counts": False, "files": {},
                     "report": {"kind": "public", "source": 2, "value": None, "at": stand_in, "form": "digits 20",
                                "name": "lottery.example", "fallback_of": 1}}
            if primary_at is None or primary_at >= stand_in:
                other.update({"value": maker.value, "counts": True})
                other["report"]["value"] = maker.value
                sources[0]["counts"] = False
                sources[0]["value"] = sources[0]["value"] if primary_at else None
            sources[0]["at"] = primary_at
            return sources + [other]
        maker.lies = {"sources": both, "tail": lambda tail: tail[:-1] + [tail[-1].replace(
            f"at {CLOSES + MINUTE * 40}", f"at {stand_in + 2000}")], **(lies or {})}
        return maker

    def test_a_number_in_time_needs_no_fallback(self):
        def report(stated):
            name, value = "notary.example", bundles.quiz().value
            return grade_of("G1", f"若{name} 确实公布了 {value}，则为 G2",
                            f"G2 if {name} really published {value}")(stated)
        audit = audit_files(self.fallback_quiz(CLOSES + 31 * MINUTE, {"report": report}).files())
        self.assertEqual(failed(audit), [])

    def test_a_fallback_is_g1_at_most(self):
        name, value = "lottery.example", bundles.quiz().value
        stated = grade_of("G0", f"若{name} 确实公布了 {value}，则为 G1", f"G1 if {name} really published {value}")
        for at in (None, CLOSES + 60 * MINUTE):
            audit = audit_files(self.fallback_quiz(at, {"report": stated}).files())
            self.assertEqual(failed(audit), [], at)
            self.assertEqual(verify.grade(audit, None, [(name, value)])[:2], ("G1", None))


class FetchBeacon(unittest.TestCase):
    def setUp(self):
        loader = importlib.machinery.SourceFileLoader("fetch_beacon", os.path.join(os.path.dirname(HERE), "fetch-beacon"))
        spec = importlib.util.spec_from_loader("fetch_beacon", loader)
        self.tool = importlib.util.module_from_spec(spec)
        loader.exec_module(self.tool)
        answers = self.answers = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = answers.get(self.path)
                self.send_response(404 if body is None else 200)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *args):
                pass
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()

    def serve(self, place, number, **members):
        signature = RECORDED[657413]
        found = {"round": number, "signature": signature,
                 "randomness": hashlib.sha256(bytes.fromhex(signature)).hexdigest(), **members}
        self.answers[f"/{place}/{self.tool.CHAIN}/public/{number}"] = json.dumps(found).encode()

    def fetch(self, *arguments, endpoints=("a", "b")):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = self.tool.main(["lanterns", *arguments,
                                   *(word for e in endpoints for word in ("--endpoint", f"{self.base}/{e}"))])
        return code, out.getvalue(), err.getvalue()

    def test_prints_what_the_call_takes_from_the_first_endpoint_that_has_it(self):
        self.serve("b", 657413)
        code, out, err = self.fetch("--round", "657413")
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out), {
            "campaign": "lanterns", "round": 657413, "signature": RECORDED[657413],
            "value": "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"})
        self.assertIn("404", err)

    def test_a_wrong_value_a_wrong_round_and_junk_are_passed_over(self):
        self.serve("a", 657413, randomness="00" * 32)
        self.serve("b", 657413, round=657414)
        code, out, err = self.fetch("--round", "657413")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("not the SHA-256", err)
        self.assertIn("another round", err)
        self.serve("a", 657413, signature="xy")
        self.answers[f"/b/{self.tool.CHAIN}/public/657413"] = b"no JSON"
        self.assertEqual(self.fetch("--round", "657413")[0], 1)

    def test_a_round_of_a_time_and_one_that_is_not_published_yet(self):
        number = verify.first_round(1700000000000)
        self.assertEqual(verify.round_time(number - 1) < 1700000000000 <= verify.round_time(number), True)
        code, _, err = self.fetch("--at", "2023-11-15T06:13:20+08:00", "--now", "1699999999000")
        self.assertEqual(code, 3)
        self.assertIn(f"round {number} is published in", err)

    @unittest.skipIf(verify.py_ecc is None, "py_ecc is not installed")
    def test_a_forged_signature_is_passed_over_where_it_can_be_checked(self):
        self.serve("a", 657414)
        self.assertEqual(self.fetch("--round", "657414", endpoints=("a",))[0], 1)


if __name__ == "__main__":
    unittest.main()
