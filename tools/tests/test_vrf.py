"""Tests of the VRF and of the hash vectors: `python3 tools/tests/test_vrf.py`."""

import importlib.machinery
import importlib.util
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import verify  # noqa: E402
from vrf_prover import Prover  # noqa: E402

SWIFT_VECTORS = os.path.join(TOP, "Tests", "ProofsTests", "ECVRFTests.swift")
EXAMPLE_ALPHA = (
    "huigong/instant/v1\njimo-union.example/yuanxiao-mini\n"
    "0a402d826c1dd053969692b3cc0cf9778e90c942c8a366fc6eba155c55837e4b\ncd812d248b7dfc71bdd87e86b9422f9a\n1\n").encode()


def vectors():
    """(secret, public key, alpha, pi, beta) of RFC 9381 B.3 and of the worked example, as the Swift tests have them."""
    with open(SWIFT_VECTORS, encoding="utf-8") as file:
        source = file.read()
    strings = re.findall('"((?:[0-9a-f]{2}){16,})"', source.split("struct ECVRFTests")[0].replace('"\n                + "', ""))
    hexes = [bytes.fromhex(text) for text in strings if len(text) in (64, 128, 160)]
    alphas = [b"", b"\x72", b"\xaf\x82", EXAMPLE_ALPHA]
    return [(*hexes[4 * n:4 * n + 2], alphas[n], *hexes[4 * n + 2:4 * n + 4]) for n in range(4)]


class Vectors(unittest.TestCase):
    def test_both_implementations_have_the_vectors_of_the_standard(self):
        found = vectors()
        self.assertEqual([len(part) for vector in found for part in vector],
                         [32, 32, 0, 80, 64, 32, 32, 1, 80, 64, 32, 32, 2, 80, 64, 32, 32, len(EXAMPLE_ALPHA), 80, 64])
        for secret, public_key, alpha, proof, output in found:
            prover = Prover(secret)
            self.assertEqual(prover.public_key, public_key)
            self.assertEqual(prover.prove(alpha), proof)
            self.assertEqual(verify.VRFKey(public_key).verify(alpha, proof), output)

    def test_the_instant_number_of_the_example(self):
        activation = "0a402d826c1dd053969692b3cc0cf9778e90c942c8a366fc6eba155c55837e4b"
        alpha = verify.instant_message(
            "jimo-union.example/yuanxiao-mini", activation, "cd812d248b7dfc71bdd87e86b9422f9a", 1)
        self.assertEqual(alpha, EXAMPLE_ALPHA)
        self.assertEqual(verify.instant_number(vectors()[3][4]), 48701718613904197434093285252706211026)


class Odds(unittest.TestCase):
    def test_bounds_are_where_the_odds_add_up_to(self):
        self.assertEqual(verify.instant_bounds([(1, 1000), (1, 20)]), [
            340282366920938463463374607431768211, 17354400712967861636632104979020178784])
        self.assertEqual(verify.instant_bounds([(1, 2), (1, 2)]), [1 << 127, 1 << 128])
        quarter = 1 << 126
        bounds = verify.instant_bounds([(1, 4), (0, 1), (1, 2)])
        hits = [verify.instant_tier(u, bounds) for u in (0, quarter - 1, quarter, 3 * quarter - 1, 3 * quarter)]
        self.assertEqual(hits, [0, 0, 2, 2, None])

    def test_what_are_no_odds_is_refused(self):
        for odds in ([(1, 2), (2, 3)], [(1, 0)], [(-1, 5)], [(6, 5)], [(1, 2**53 - 1), (1, 2)]):
            with self.assertRaises(ValueError):
                verify.instant_bounds(odds)

    def test_who_has_won_is_passed_over(self):
        tickets = [("00", 1, 1, "a"), ("01", 2, 1, "b"), ("02", 3, 1, "c")]
        outcomes = verify.walk_tickets(tickets, ["win first"], None, None, dict.fromkeys("abc", ("-", "-")), {"a": 1})
        self.assertEqual(outcomes, ["skip one-win", "win first", "none"])


class Refusals(unittest.TestCase):
    def setUp(self):
        self.prover = Prover(b"\x07" * 32)
        self.key = verify.VRFKey(self.prover.public_key)
        self.proof = self.prover.prove(b"alpha")

    def refuses(self, proof, alpha=b"alpha"):
        with self.assertRaises(ValueError):
            self.key.verify(alpha, proof)

    def test_a_changed_byte_anywhere(self):
        self.assertEqual(len(self.key.verify(b"alpha", self.proof)), 64)
        for position in range(0, 80, 3):
            changed = bytearray(self.proof)
            changed[position] ^= 1 << position % 8
            self.refuses(bytes(changed))
        self.refuses(self.proof, b"other")
        self.refuses(self.proof[:-1])
        self.refuses(self.proof + b"\0")

    def test_an_s_that_is_not_below_the_order(self):
        s = int.from_bytes(self.proof[48:], "little") + verify._L
        self.refuses(self.proof[:48] + s.to_bytes(32, "little"))

    def test_points_that_are_not_canonical_or_of_small_order(self):
        small = ["01" + "00" * 31, "ec" + "ff" * 30 + "7f", "00" * 31 + "80", "00" * 32,
                 "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                 "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                 "ee" + "ff" * 30 + "7f", "01" + "00" * 30 + "80", "01"]
        for key in small:
            with self.assertRaises(ValueError):
                verify.VRFKey(bytes.fromhex(key))
        for gamma in ("ee" + "ff" * 30 + "7f", "01" + "00" * 30 + "80", "02" + "00" * 31):
            self.refuses(bytes.fromhex(gamma) + self.proof[32:])


class HashVectors(unittest.TestCase):
    def test_the_frozen_digests_are_those_of_hashlib(self):
        path = os.path.join(TOP, "tools", "make-hash-vectors")
        loader = importlib.machinery.SourceFileLoader("make_hash_vectors", path)
        module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
        sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode
        loader.exec_module(module)
        sys.dont_write_bytecode = kept
        with open(os.path.join(TOP, "Tests", "ProofsTests", "Vectors", "hashes.txt"), encoding="ascii") as file:
            self.assertEqual(file.read(), "\n".join(module.lines()) + "\n")


if __name__ == "__main__":
    unittest.main()
