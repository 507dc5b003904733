"""Enrolments come out here as in the Swift book: one file of campaigns, calls and outcomes for both."""

import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import verify  # noqa: E402


def pair(value, *keys):
    return tuple(value.get(key) for key in keys) if value else None


def rules_of(rules):
    return verify.PlaceRules(
        rules["by"], [pair(slot, "id", "capacity", "starts") for slot in rules["slots"]], rules["choices"], rules["person"],
        [pair(share, "group", "slot", "count") for share in rules["shares"]],
        pair(rules.get("balance"), "groups", "difference"), pair(rules.get("waiting"), "most", "offer"),
        pair(rules.get("dependants"), "most", "beside"), rules.get("cancels"))


class Places(unittest.TestCase):
    with open(os.path.join(HERE, "places.json"), encoding="utf-8") as stream:
        campaigns = json.load(stream)

    def run_step(self, book, step):
        at, what = step["at"], step["do"]
        if what == "enrol":
            book.enrol(step["leaf"], step["person"], step["groups"], step["choices"], step["dependants"], at)
        elif what == "decide":
            book.decide(step["enrolment"], step["approve"], at)
        elif what == "cancel":
            book.cancel(step["enrolment"], at)
        elif what == "void":
            book.void(step["enrolment"], at)
        elif what == "accept":
            book.accept(step["offer"])
        elif what == "decline":
            book.decline(step["offer"])
        elif what == "allot":
            book.allot(step["order"], at)

    def check_step(self, book, step):
        refused = None
        try:
            self.run_step(book, step)
        except verify.PlaceRefused as error:
            refused = str(error)
        self.assertEqual(refused, step.get("refused"), step)
        for event in step["events"]:
            self.assertEqual(list(book.take_due(event[0], step["at"])), event[1:], step)
        self.assertIsNone(book.take_due(None, step["at"]), step)

    def test_every_call_comes_out_as_in_swift(self):
        for number, campaign in enumerate(self.campaigns):
            with self.subTest(campaign=number):
                book = verify.PlaceBook(rules_of(campaign["rules"]))
                for step in campaign["steps"]:
                    self.check_step(book, step)
                self.assertEqual(book.places_file(lambda person: "p%d" % person).decode(), campaign["places"])
                self.assertEqual(book.waiting_file(lambda person: "p%d" % person).decode(), campaign["waiting"])

    def test_everything_is_in_the_file(self):
        steps = [step for campaign in self.campaigns for step in campaign["steps"]]
        self.assertEqual({campaign["rules"]["by"] for campaign in self.campaigns}, {"first-come", "lottery", "review"})
        self.assertLessEqual(
            {"enrol", "cancel", "void", "accept", "decline", "decide", "allot", "wait"}, {step["do"] for step in steps})
        self.assertEqual({event[1] for step in steps for event in step["events"]}, {"offer", "expire"})
        self.assertGreaterEqual(len({step["refused"] for step in steps if "refused" in step}), 11)


if __name__ == "__main__":
    unittest.main()
