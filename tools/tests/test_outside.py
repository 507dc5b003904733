"""A draw checked with openssl, sha256sum and sort alone: `python3 tools/tests/test_outside.py`."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import bundles  # noqa: E402

EXAMPLE = os.path.join(TOP, "Tests", "ProofsTests", "Example")
SCRIPT = os.path.join(TOP, "tools", "outside-check")


def check(folder):
    return subprocess.run([SCRIPT, folder], capture_output=True, text=True, check=False)


def changed(path, old, new):
    """The exit code and complaint over the example with one file changed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "bundle")
        shutil.copytree(EXAMPLE, copy)
        with open(os.path.join(copy, path), "r+b") as file:
            content = file.read()
            assert content.count(old) >= 1, (path, old)
            file.seek(0)
            file.truncate()
            file.write(content.replace(old, new, 1))
        result = check(copy)
        return result.returncode, result.stderr


@unittest.skipIf(shutil.which("openssl") is None, "openssl is not installed")
class OutsideTools(unittest.TestCase):
    def test_the_example_holds(self):
        result = check(EXAMPLE)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(result.stdout.splitlines(), [
            "openssl: 3 signatures and 3 cosignatures hold",
            "sha256sum and sort: 4 tickets and their order agree, "
            "seed 5f27257ac571487a3d4c64a5dfdf3e771f417cc5f0b404c8ac2954765953d038"])

    def test_bundles_of_other_campaigns_hold(self):
        for make in (bundles.riddle, bundles.quiz):
            with tempfile.TemporaryDirectory() as folder:
                bundles.write(make().files(), folder)
                result = check(folder)
                self.assertEqual((result.returncode, result.stderr), (0, ""), make)
                self.assertIn("tickets and their order agree", result.stdout)

    def test_a_changed_head_fails(self):
        code, complaint = changed("log/checkpoint", b"\n10\n", b"\n11\n")
        self.assertEqual(code, 1)
        self.assertIn("log/checkpoint: bad signature", complaint)

    def test_a_changed_cosignature_fails(self):
        code, complaint = changed("log/heads/7", b"w1 Hax5PwAAAABreGnQ", b"w1 Hax5PwAAAABreGnR")
        self.assertEqual(code, 1)
        self.assertIn("log/heads/7: bad cosignature by notary.example/w1", complaint)

    def test_a_changed_seed_or_ticket_fails(self):
        for path, old, new in (("draw/seed-input.txt", b"7.3.5", b"7.3.6"), ("draw/tickets.csv", b"1,0a8f", b"1,0a8e"),
                               ("draw/eligible.csv", b"5,d27a", b"2,d27a")):
            code, complaint = changed(path, old, new)
            self.assertEqual(code, 1, path)
            self.assertIn("draw/tickets.csv", complaint)

    def test_a_folder_that_is_no_bundle_is_refused(self):
        self.assertEqual(check(HERE).returncode, 2)


if __name__ == "__main__":
    unittest.main()
