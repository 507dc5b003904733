"""Holds the JSON Schema of campaign files to the loader, with a validator that has nothing of this project (jsonschema).

Whatever the loader takes must be valid, or editors would call good files wrong. What the loader refuses and the schema
can't (two dates in the wrong order) stands in Corpus/only-the-loader.txt, file by file.
"""

import copy
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from test_verify import HUIGONG  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
CORPUS = TOP / "Tests/CampaignsTests/Corpus"
# What `check` finds out about other files, not about the one.
OF_OTHER_FILES = re.compile("the id .* is also that of|the roll ")


def checked(paths):
    """The errors that the loader finds in each file, in English."""
    run = subprocess.run([HUIGONG, "check", "--json", "--organiser", "jimo-union.example", *map(str, paths)],
                         stdout=subprocess.PIPE, timeout=600)
    files = json.loads(run.stdout)["files"]
    return [[p["message"]["en"] for p in file["problems"]
             if p["severity"] == "error" and not OF_OTHER_FILES.match(p["message"]["en"])] for file in files]


def places(value, path=()):
    """Every path in a value, the deepest last."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, path + (key,))


def parent(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


STRINGS = ["", " ", "a", "A", "é", "e\u0301", "\u0085", "\ufeff", "\u3000x", "灯\n笼", "a\t", "0.00", "00.00", "0s", "87600h",
           "87601h", "315360000s", "99999999s", "24:00", "00:00", "-0", "-1.5", "1.", "https://a", "https://a b", "x/y", "..a", "a/..b/.c",
           "./a", "2028-02-29T23:59:59.999Z", "2027-02-29T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59",
           "UTC", "GMT", "Etc/GMT+8", "America/Argentina/Buenos_Aires", "digits 1", "dice 1000 2", "a.b", "a-.b", "😀", "registry",
           "first", "commit", "drand", "public", "single", "text", "quiz", "raffle", "at-once", "live", "a" * 64, "a" * 65]
OTHERS = [0, 1, -1, 2, 3, 64, 1000, 1_000_000, 1_000_001, 9007199254740991, 1.5, True, False, None, [], {}, [1], ["a"], ["a", "a"],
          {"zh": "x"}, {"zh": "x", "en": "y"}, {"en": "y"}, {"num": 0, "den": 1}, {"num": 1, "den": 1}, {"num": 1}]


def mutant(rng, files):
    """A good file with one to three values or members put elsewhere, taken away or made something else."""
    file = copy.deepcopy(rng.choice(files))
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        path = rng.choice(list(places(file)))
        if not path:
            continue
        holder, key = parent(file, path), path[-1]
        action = rng.randrange(5)
        if action == 0:
            del holder[key]
        elif action == 1:
            holder[key] = rng.choice(STRINGS)
        elif action == 2:
            holder[key] = rng.choice(OTHERS)
        elif action == 3:
            other = rng.choice(files)
            found = [p for p in places(other) if p and p[-1] == key] or list(places(other))[1:]
            source = rng.choice(found)
            holder[key] = copy.deepcopy(parent(other, source)[source[-1]])
        elif isinstance(holder, list):
            holder.insert(key, copy.deepcopy(rng.choice(holder)))
        else:
            member = rng.choice(list(rng.choice(files).items()))
            file.setdefault(member[0], copy.deepcopy(member[1]))
    return file


@unittest.skipUnless(jsonschema and HUIGONG, "needs the jsonschema of PyPI, and huigong built")
class SchemaTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads((TOP / "Campaigns/campaign.schema.json").read_text())
        cls.validator = jsonschema.Draft202012Validator(cls.schema)
        cls.good = sorted((CORPUS / "good").glob("*.json")) + sorted(
            path for path in (TOP / "Campaigns").glob("*.json") if not path.name.endswith(".schema.json"))

    def why(self, value):
        error = jsonschema.exceptions.best_match(self.validator.iter_errors(value))
        return f"{error.json_path}: {error.message}"[:300] if error else None

    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_the_schema_is_the_programs_own(self):
        written = subprocess.run([HUIGONG, "check", "--schema"], stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(written.decode(), (TOP / "Campaigns/campaign.schema.json").read_text())

    def test_good_files_are_good_to_both(self):
        self.assertGreater(len(self.good), 10)
        for path, errors in zip(self.good, checked(self.good), strict=True):
            self.assertEqual((path.name, errors), (path.name, []))
            self.assertEqual((path.name, self.why(json.loads(path.read_text()))), (path.name, None))

    def test_bad_files_are_bad_to_both_but_for_those_that_are_listed(self):
        bad = sorted((CORPUS / "bad").glob("*.json"))
        self.assertGreater(len(bad), 200)
        passed = []
        for path, errors in zip(bad, checked(bad), strict=True):
            self.assertTrue(errors, path.name)
            try:
                value = json.loads(path.read_bytes().decode())
            except ValueError:
                continue
            if self.validator.is_valid(value):
                passed.append(path.name)
        listed = (CORPUS / "only-the-loader.txt").read_text().split()
        self.assertEqual(passed, listed)

    def test_no_mutant_that_the_loader_takes_is_refused(self):
        rng = random.Random(20270608)
        files = [json.loads(path.read_text()) for path in self.good if path.parent.name == "good"]
        mutants = [mutant(rng, files) for _ in range(600)]
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(CORPUS / "good/rolls", os.path.join(folder, "rolls"))
            paths = []
            for number, file in enumerate(mutants):
                paths.append(os.path.join(folder, f"{number:04}.json"))
                pathlib.Path(paths[-1]).write_text(json.dumps(file, ensure_ascii=False))
            taken = [file for file, errors in zip(mutants, checked(paths), strict=True) if not errors]
        self.assertGreater(len(taken), 50)
        for file in taken:
            self.assertIsNone(self.why(file))


if __name__ == "__main__":
    unittest.main()
