"""Typed answers fold together or stay apart here as in the Swift tests: one file of pairs for both."""

import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))

import verify  # noqa: E402


class Folding(unittest.TestCase):
    with open(os.path.join(TOP, "Tests/CampaignsTests/Corpus/folding.json"), encoding="utf-8") as stream:
        groups = json.load(stream)

    def test_pairs_fold_together_or_stay_apart(self):
        for group in self.groups:
            steps = frozenset(group["steps"])
            self.assertLessEqual(steps, set(verify.FOLD_STEPS))
            for is_same, pairs in ((True, group["same"]), (False, group["different"])):
                for guess, answer in pairs:
                    with self.subTest(guess=guess, answer=answer):
                        self.assertEqual(verify.fold_text(guess, steps) == verify.fold_text(answer, steps), is_same)

    def test_there_are_enough_pairs(self):
        for kind in ("same", "different"):
            self.assertGreaterEqual(sum(len(group[kind]) for group in self.groups), 150)


class Scoring(unittest.TestCase):
    """The table of QuestionKeyTests."""

    with open(os.path.join(TOP, "Tests/CampaignsTests/Corpus/scoring.json"), encoding="utf-8") as stream:
        questions = json.load(stream)

    def test_answers_are_worth_what_the_table_says(self):
        for item in self.questions:
            question = verify.Question(verify.Reader(item["question"], ""), frozenset(), False)
            for answer, points in item["answers"]:
                with self.subTest(question=item["question"]["id"], answer=answer):
                    problem = question.problem(answer)
                    self.assertEqual(None if problem else question.earned(answer), points)
                    if points is not None:
                        self.assertEqual(question.is_right(answer), 0 < points == question.points)


if __name__ == "__main__":
    unittest.main()
