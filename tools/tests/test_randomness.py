"""Tests of verify.py's randomness: second parties, the beacon, deadlines, grades and their lies; and of fetch-beacon."""

import hashlib
import http.server
import importlib.machinery
import importlib.util
import io
import contextlib
import json
import os
import re
import sys
import threading
import unittest
from unittest import mock

RECURSION_LIMIT = sys.getrecursionlimit()
try:
    import py_ecc
    # It raises the limit far beyond what the stack holds, and hostile JSON is refused by it.
    sys.setrecursionlimit(RECURSION_LIMIT)
except ImportError:
    py_ecc = None

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
# RFC 9380 appendix J.9.1.
HASHED = {
    b"": ("052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1",
          "08ba738453bfed09cb546dbb0783dbb3a5f1f566ed67bb6be0e8c67e2e81a4cc68ee29813bb7994998f3eae0c9c6a265"),
    b"abc": ("03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903",
             "0b9c15f3fe6e5cf4211f346271d7b01c8f3b28be689c8429c85b67af215533311f0b8dfaaa154fa6b88176c229f2885d"),
    b"a512_" + b"a" * 512: (
        "082aabae8b7dedb0e78aeb619ad3bfd9277a2f77ba7fad20ef6aabdc6c31d19ba5a6d12283553294c1825c4b3ca2dcfe",
        "05b84ae5a942248eea39e1d91030458c40153f3b654ab7872d779ad1e942856a20c438e8d99bc8abfbf74729ce1f7ac8"),
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
    def setUp(self):
        # These bundles are of rounds that are years ahead.
        self.genuine = mock.patch.object(verify, "require_genuine", lambda *args: None)
        self.genuine.start()
        self.addCleanup(mock.patch.stopall)

    def test_a_genuine_beacon_is_g2_and_a_forged_one_fails(self):
        files = beacon_riddle().files()
        audit = audit_files(files)
        self.assertEqual(failed(audit), [])
        self.assertIn("Evidence grade G2:", line(audit))
        self.genuine.stop()
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


class Activations(unittest.TestCase):
    """Instant wins that a second party or the beacon decides; the draw is of a public number that nobody confirms."""

    def setUp(self):
        self.genuine = mock.patch.object(verify, "require_genuine", lambda *args: None)
        self.genuine.start()
        self.addCleanup(mock.patch.stopall)

    def test_a_partys_number_is_g1_for_whoever_knows_its_key(self):
        maker = bundles.instant_by_party()
        audit = audit_files(maker.files())
        self.assertEqual(failed(audit), [])
        self.assertIn("Evidence grade G0; G1 if notary.example confirms its key", line(audit))
        audit = audit_files(maker.files(), parties=[maker.campaign["activation"]["vkey"]])
        self.assertIn("Evidence grade G1:", line(audit))
        lies = {"another number": {"activation": lambda leaf: re.sub("value .*", "value " + "0" * 64, leaf)}}
        for name, lie in lies.items():
            self.assertIn("randomness", failed(audit_files(bundles.instant_by_party(lie).files())), name)

    def test_a_partys_note_must_be_for_this_number_and_there(self):
        def of_the_draw(files):
            files["randomness/reveal-activation.note"] = bundles.reveal_note(
                bundles.instant().origin, "notary.example").encode()
            return files

        def gone(files):
            del files["randomness/reveal-activation.note"]
            return files
        for lie in (of_the_draw, gone):
            self.assertIn("randomness", failed(audit_files(bundles.instant_by_party({"files": lie}).files())), lie)

    def test_a_round_of_the_beacon_is_g1_where_it_is_genuine(self):
        files = bundles.instant_by_beacon().files()
        audit = audit_files(files)
        self.assertEqual(failed(audit), [])
        self.assertIn("Evidence grade G1:", line(audit))
        self.genuine.stop()
        self.assertEqual(failed(audit_files(files)), ["randomness"])

    def test_a_round_logged_before_it_was_or_with_another_value_fails(self):
        early = {"activation": lambda leaf: re.sub("at .*", f"at {OPENS - 6 * MINUTE}", leaf)}
        other = {"activation": lambda leaf: re.sub("value .*", "value " + "1" * 64, leaf)}
        for lie in (early, other):
            self.assertIn("randomness", failed(audit_files(bundles.instant_by_beacon(lie).files())))
        # Leaf 0 is ten minutes old at the opening: this round was known before.
        self.assertIn("rules", failed(audit_files(bundles.instant_by_beacon(early=11 * MINUTE).files())))


class Signatures(unittest.TestCase):
    def test_recorded_rounds_are_genuine_and_changed_ones_are_not(self):
        for number, signature in RECORDED.items():
            self.assertTrue(verify.beacon_is_genuine(number, bytes.fromhex(signature)))
        self.assertFalse(verify.beacon_is_genuine(number + 1, bytes.fromhex(signature)))

    def test_says_what_is_wrong_with_a_signature(self):
        number, signature = 5928395, bytes.fromhex(RECORDED[5928395])
        at_p = bytearray(verify.BLS_P.to_bytes(48, "big"))
        at_p[0] |= 0x80
        for bad, reason in ((bytes(48), "no compressed point"), (signature[:-1], "no compressed point"),
                            (b"\xc0" + bytes(47), "infinity"), (bytes(at_p), "below p"),
                            (b"\x9f" + b"\xff" * 47, "below p"), (b"\x80" + bytes(46) + b"\x01", "on the curve"),
                            (b"\x80" + bytes(47), "subgroup"),
                            (bytes([signature[0] ^ 0x20]) + signature[1:], "for this round")):
            with self.assertRaisesRegex(ValueError, reason):
                verify.require_genuine(number, bad)

    def test_hashes_to_the_points_of_rfc_9380(self):
        tag = b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"
        for message, (x, y) in HASHED.items():
            self.assertEqual(verify.hash_to_g1(message, tag), (int(x, 16), int(y, 16)))

    def test_pairings_are_bilinear(self):
        g1 = verify.hash_to_g1(b"a point", b"a tag")
        g2 = verify.BLS_G2

        def cancels(a, b, c, d):
            """e(a·P, b·Q) = e(c·P, d·Q)"""
            x, y = verify.multiple(verify.g1_add, c, g1)
            return verify.pairings_cancel([(verify.multiple(verify.g1_add, a, g1), verify.multiple(verify.g2_add, b, g2)),
                                           ((x, -y % verify.BLS_P), verify.multiple(verify.g2_add, d, g2))])
        self.assertTrue(cancels(6, 1, 2, 3))
        self.assertTrue(cancels(5, 7, 1, 35))
        self.assertFalse(cancels(6, 1, 2, 4))
        self.assertFalse(verify.pairings_cancel([(g1, g2)]))

    @unittest.skipIf(py_ecc is None, "py_ecc is not installed")
    def test_agrees_with_py_ecc(self):
        from py_ecc.bls.hash_to_curve import hash_to_G1
        from py_ecc.bls.point_compression import compress_G1
        from py_ecc.optimized_bls12_381 import G2, multiply, normalize, pairing
        for n in range(2):
            message = bundles.sha(bytes([n]))
            point = hash_to_G1(message, verify.QUICKNET_DST, hashlib.sha256)
            self.assertEqual(verify.hash_to_g1(message, verify.QUICKNET_DST), tuple(int(c) for c in normalize(point)))
            signed = multiply(point, 1000 + n)
            data = compress_G1(signed).to_bytes(48, "big")
            self.assertEqual(verify.g1_point(data), tuple(int(c) for c in normalize(signed)))
            x, y = verify.g1_point(data)
            for secret in (1000, 1001):
                key = verify.multiple(verify.g2_add, secret, verify.BLS_G2)
                theirs = pairing(G2, signed) == pairing(multiply(G2, secret), point)
                hashed = tuple(int(c) for c in normalize(point))
                self.assertEqual(verify.pairings_cancel([((x, -y % verify.BLS_P), verify.BLS_G2), (hashed, key)]), theirs)
                self.assertEqual(theirs, secret == 1000 + n)


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


class Extensions(unittest.TestCase):
    """`extend` over sources of every kind: what it makes of the rules, and which rules it may not lead to."""

    CLOSES = CLOSES + 60 * MINUTE

    def value(self, *sources):
        campaign = bundles.riddle().campaign
        return {**campaign, "randomness": list(sources)}

    def extended(self, value, *texts):
        record = {"class": "extend", "index": 7}
        record = type("Leaf", (dict,), {"index": 7})(record)
        return verify.amended_value(value, record, {"closes": self.CLOSES, "sources": list(texts)}, [])

    def public(self, name, at, **more):
        return {"source": "public", "name": name, "form": "digits 20", "at": verify.time_text(at), **more}

    def test_a_beacon_keeps_its_wait(self):
        for declared, wait in (({"round": ROUND}, 7), ({"at": verify.time_text(CLOSES + 61 * MINUTE), "wait": 3}, 3)):
            value = self.extended(self.value({"source": "drand", **declared}), f"drand {ROUND + 2400}")
            self.assertEqual(value["randomness"], [{"source": "drand", "round": ROUND + 2400, "wait": wait}])
            self.assertEqual(verify.Campaign(value).closes, self.CLOSES)

    def fallback_and_beacon(self, fallback, number):
        at = CLOSES + 90 * MINUTE
        declared = self.public("notary.example", CLOSES + 30 * MINUTE, fallback={
            "name": "lottery.example", "form": "digits 20", "at": verify.time_text(CLOSES + 40 * MINUTE)})
        return self.extended(
            self.value(declared, BEACON), f"public notary.example digits 20 {at}",
            f"public lottery.example digits 20 {fallback}", f"drand {number}")

    def test_a_fallback_moves_with_what_it_stands_in_for(self):
        fallback = CLOSES + 100 * MINUTE
        value = self.fallback_and_beacon(fallback, ROUND + 2400)
        self.assertEqual(value["randomness"][0]["fallback"]["at"], verify.time_text(fallback))
        self.assertEqual([source[-1] for source in verify.Campaign(value).randomness],
                         [CLOSES + 90 * MINUTE, fallback, ROUND + 2400])

    def test_refuses_times_that_no_file_may_have(self):
        for fallback, number in ((CLOSES + 90 * MINUTE, ROUND + 2400), (CLOSES + 100 * MINUTE, verify.first_round(
                CLOSES + 100 * MINUTE + 30_000))):
            with self.assertRaises(verify.Finding):
                verify.Campaign(self.fallback_and_beacon(fallback, number))


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

    def test_a_forged_signature_is_passed_over(self):
        self.serve("a", 657414)
        code, out, err = self.fetch("--round", "657414", endpoints=("a",))
        self.assertEqual((code, out), (1, ""))
        self.assertIn("the signature is not the beacon's for this round", err)


if __name__ == "__main__":
    unittest.main()
