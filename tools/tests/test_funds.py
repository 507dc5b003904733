"""Vouchers and money come to the same here as in the Swift tests: one file of events and books for both."""

import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))

import verify  # noqa: E402

with open(os.path.join(TOP, "Tests/BooksTests/Golden/funds.json"), encoding="utf-8") as stream:
    GOLDEN = json.load(stream)


def played(campaign, events):
    book = verify.FundBook(verify.FundRules(campaign))
    for event in events:
        if "refused" not in event:
            book.take(event)
    return book


class Funds(unittest.TestCase):
    def test_every_event_is_taken_or_refused_as_it_was(self):
        for golden in GOLDEN:
            book = verify.FundBook(verify.FundRules(golden["campaign"]))
            for number, event in enumerate(golden["events"]):
                if "refused" in event:
                    with self.assertRaises(verify.Unfit, msg=event) as raised:
                        book.take(event)
                    self.assertEqual(str(raised.exception), event["refused"], event)
                else:
                    book.take(event)
                if number % 10 == 0:
                    self.assertIsNone(book.problem(), event)
            self.assertEqual(book.ledger_csv().decode(), golden["ledger"])

    def test_settlements_are_the_same(self):
        for golden in GOLDEN:
            book = played(golden["campaign"], golden["events"])
            made = {each["leaf"]: each for settlements in book.settled.values() for each in settlements}
            self.assertEqual(len(made), len(golden["settlements"]))
            for held in golden["settlements"]:
                each, told = made[held["leaf"]], json.loads(held["json"])
                self.assertEqual(book.settlement_csv(each).decode(), held["csv"])
                self.assertTrue(told["balanced"])
                self.assertEqual((told["total"], told["earlier"]),
                                 (verify.yuan(each["total"]), verify.yuan(each["earlier"])))
                self.assertEqual([row["amount"] for row in told["rows"]],
                                 [verify.yuan(line["amount"]) for line in each["lines"]])

    def test_there_is_enough_of_everything(self):
        events = [event for golden in GOLDEN for event in golden["events"]]
        taken = {event["kind"] for event in events if "refused" not in event}
        self.assertEqual(taken, {"register", "decide", "appeal", "reserve", "release", "redeem", "refund", "transfer",
                                 "void", "settle", "expire"})
        self.assertGreater(len({event["refused"] for event in events if "refused" in event}), 25)

    def test_a_fen_more_is_no_event_of_the_book(self):
        """Every amount that stands in an event is checked."""
        for golden in GOLDEN:
            events = [event for event in golden["events"] if "refused" not in event]
            for kind, member in (("register", "granted"), ("settle", "amount"), ("expire", "amount")):
                for place in [place for place, event in enumerate(events)
                              if event["kind"] == kind and member in event][:3]:
                    other = dict(events[place], **{member: str(int(events[place][member]) + 1)})
                    with self.assertRaises(verify.Unfit):
                        played(golden["campaign"], events[:place] + [other])

    def test_nothing_that_ends_can_be_left_out_or_come_early(self):
        for golden in GOLDEN:
            events = [event for event in golden["events"] if "refused" not in event]
            for place in [place for place, event in enumerate(events) if event["kind"] == "expire"][:3]:
                with self.assertRaises(verify.Unfit):
                    played(golden["campaign"], events[:place] + events[place + 1:place + 2] + [events[place]])
                early = dict(events[place], at=events[place - 1]["at"] - 10**9)
                with self.assertRaises(verify.Unfit):
                    played(golden["campaign"], events[:place] + [early])


if __name__ == "__main__":
    unittest.main()
