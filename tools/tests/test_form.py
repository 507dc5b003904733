"""What a field of a form takes, and what the auditor's file opens."""

import base64
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import bundles  # noqa: E402
import verify  # noqa: E402

ROWS = [
    ({"type": "text", "most": 3}, ["一", "一二三", "a\nb", "#ab", " "], ["", "一二三四", "a\tb", "a\x7f", "\x85", 1, None]),
    ({"type": "number", "least": -2, "most": 10}, [-2, 0, 10], [-3, 11, "1", True, 1.0, None]),
    ({"type": "money"}, ["0.00", "10.50", "9999999999999.99"], ["", "1", "1.5", ".50", "01.50", "-1.00", "１.00", 5]),
    ({"type": "date"}, ["2027-09-14", "2028-02-29", "2000-02-29", "0001-01-01"],
     ["", "2027-02-29", "1900-02-29", "2027-13-01", "2027-1-1", "0000-01-01", "２027-09-14", 20270914]),
    ({"type": "phone"}, ["13800138000", "+86 138 0013 8000", "0532-86551234", "12345"],
     ["", "1234", "1234567890123456", "138 0013  8000", "-12345", "12345-", "138a0013800", "１３８００１３８０００", 12345]),
    ({"type": "choice", "options": [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]}, ["a", "b"],
     ["", "A", "c", "a ", 0]),
]


def field(**members):
    return verify.Field(verify.Reader({"id": "f", "title": "项", **members}, "/form/fields/0"))


class Fields(unittest.TestCase):
    def test_take_what_is_of_their_type_and_nothing_else(self):
        for members, good, bad in ROWS:
            for value in good:
                with self.subTest(members["type"], value=value):
                    self.assertTrue(field(**members).fits(value))
                    self.assertTrue(field(**members).fits_opened(str(value).encode()))
            for value in bad:
                with self.subTest(members["type"], value=value):
                    self.assertFalse(field(**members).fits(value))

    def test_a_number_is_opened_from_its_decimal_digits_alone(self):
        number = field(type="number", least=-20, most=20)
        for text in ("7", "-7", "0"):
            self.assertTrue(number.fits_opened(text.encode()))
        for text in ("07", "+7", "-0", " 7", "7.0", "", "21"):
            self.assertFalse(number.fits_opened(text.encode()), text)
        self.assertFalse(field(type="text").fits_opened(b"\xff"))


class AuditorsFile(unittest.TestCase):
    HEAD = "huigong/auditor/v1\norigin a.example/x\nseed -\nsample 0\n"

    def read(self, *lines):
        return verify.read_auditor_file((self.HEAD + "".join(line + "\n" for line in lines)).encode())

    def test_private_lines_are_read_in_order(self):
        value = base64.b64encode("值".encode()).decode()
        lines = [f"private {leaf} /fields/{key} {'01' * 32} {value}" for leaf, key in ((1, "a"), (1, "b"), (3, "a"))]
        self.assertEqual([found[:2] for found in self.read(*lines)[3]],
                         [(1, "/fields/a"), (1, "/fields/b"), (3, "/fields/a")])
        for wrong in ([lines[1], lines[0]], [lines[0], lines[0]], [lines[0] + "="], [lines[0].replace("01", "0G", 1)]):
            with self.assertRaises(verify.Finding):
                self.read(*wrong)

    def test_without_it_a_private_field_is_not_provable(self):
        files = bundles.filling().files()
        with tempfile.TemporaryDirectory() as folder:
            bundles.write(files, folder)
            audit = verify.verify(folder, None)
        failed = {check for check, verdict in audit.verdicts.items() if verdict[0] == verify.FAIL}
        self.assertEqual(failed - {"report"}, set(), audit.verdicts)
        self.assertEqual(audit.verdicts["identity"][0], verify.NOT_PROVABLE)


if __name__ == "__main__":
    unittest.main()
