/// Mistakes in questions, prizes and randomness.
extension BadCampaign {
    static let parts: [BadCampaign] = [
        BadCampaign(
            #"{"stratum": "习俗", "take": 1}"#, #"{"stratum": "e\u0301", "take": 1}"#,
            #"16:26 /paper/draw/0/stratum error: expected a name of 1 to 64 characters, got "e\u0301": it must be in Unicode form NFC; write "é""#
        ),
        BadCampaign(
            #""id": "q1", "stratum": "习俗","#, #""id": "q1","#,
            #"20:7 /paper/questions/0 error: "stratum" is missing: papers are drawn by stratum"#),
        BadCampaign(
            #""id": "q2""#, #""id": "q1""#,
            #"22:14 /paper/questions/1/id error: "q1" is there already"#),
        BadCampaign(
            #""id": "q2""#, #""id": "第二题""#,
            #"22:14 /paper/questions/1/id error: expected 1 to 32 of A–Z a–z 0–9 . _ -, got "第二题""#),
        BadCampaign(
            #""type": "single""#, #""type": "singel""#,
            #"20:45 /paper/questions/0/type error: expected one of "single", "multi", "true-false", "number", "order", "match", "blanks", "text", "survey", got "singel"; did you mean "single"?"#
        ),
        BadCampaign(
            #""type": "single""#, #""type": "match""#,
            #"20:7 /paper/questions/0 error: "with" (the other side) is missing: expected an array"#,
            #"21:85 /paper/questions/0/answer error: expected an array, got "A""#),
        BadCampaign(
            #""type": "single""#, #""tpye": "single""#,
            #"20:37 /paper/questions/0/tpye error: unknown key "tpye"; did you mean "type"?"#),
        BadCampaign(
            #""type": "single", "text": "端午节又称什么？", "points": 20,\#n       "options": [{"id": "A", "text": "重五"}, {"id": "B", "text": "重阳"}], "answer": "A""#,
            #""type": "text", "text": "端午节又称什么？", "answer": "重五""#,
            #"18:13 /paper/pass error: some papers have no more than 11 points, not 30"#),
        BadCampaign(
            #""id": "B", "text": "重阳""#, #""id": "A", "text": "重阳""#,
            #"21:54 /paper/questions/0/options/1/id error: "A" is there already"#),
        BadCampaign(
            #""answer": "A""#, #""answer": "E""#,
            #"21:85 /paper/questions/0/answer error: nothing in "options" has the id "E""#),
        BadCampaign(
            #""answer": "A""#, #""answer": ["A"]"#,
            #"21:85 /paper/questions/0/answer error: expected 1 to 32 of A–Z a–z 0–9 . _ -, got an array"#),
        BadCampaign(
            #""answer": ["C", "A"]"#, #""answer": ["C", "D", "C"]"#,
            #"24:24 /paper/questions/1/answer/1 error: nothing in "options" has the id "D""#,
            #"24:29 /paper/questions/1/answer/2 error: "C" is there already"#),
        BadCampaign(
            #""answer": ["C", "A"]"#, #""answer": []"#,
            #"24:18 /paper/questions/1/answer error: expected 1 to 64 items, got 0"#),
        BadCampaign(
            #""answer": ["C", "A"]"#, #""anser": ["C", "A"]"#,
            #"24:8 /paper/questions/1/anser error: unknown key "anser"; did you mean "answer"?"#),
        BadCampaign(
            #"[{"id": "A", "text": "重五"}, {"id": "B", "text": "重阳"}]"#, #"[{"id": "A", "text": "重五"}]"#,
            #"21:19 /paper/questions/0/options error: expected 2 to 64 items, got 1"#),
        BadCampaign(
            #""points": 20"#, #""points": 0"#,
            #"20:85 /paper/questions/0/points error: expected an integer from 1 to 1000000, got the number 0"#),
        BadCampaign(
            #""points": 20"#, #""hints": ["粽"]"#,
            #"20:75 /paper/questions/0/hints error: unknown key "hints"; did you mean "points"?"#),
        BadCampaign(
            #""draw": "final""#, #""draw": "final", "claims": {"within": "59m"}"#,
            #"30:43 /prizes/claims/within error: prizes can be claimed for at least an hour ("1h")"#),
        BadCampaign(
            #""draw": "final""#, #""draw": "final", "claims": {}"#,
            #"30:32 /prizes/claims error: "within" (how long after winning) is missing: expected a duration such as "90s", "10m" or "24h""#
        ),
        BadCampaign(
            #""draw": "final""#, #""draw": "instant""#,
            #"30:13 /prizes/draw error: instant wins need an "activation", what decides them"#,
            #"33:7 /prizes/tiers/0 error: a tier of instant wins has "odds""#,
            #"34:7 /prizes/tiers/1 error: a tier of instant wins has "odds""#),
        BadCampaign(
            #""draw": "final""#, #""draw": "finale""#,
            #"30:13 /prizes/draw error: expected one of "final", "instant", "ranking", got "finale"; did you mean "final"?"#
        ),
        BadCampaign(
            #""for": "passing""#, #""for": "signin""#,
            #"31:24 /prizes/chances/for error: chances for "signin" need a part "signin""#),
        BadCampaign(
            #""most": 1"#, #""most": 1001"#,
            #"31:43 /prizes/chances/most error: expected an integer from 1 to 1000, got the number 1001"#),
        BadCampaign(
            #""value": "500.00""#, #""value": 500"#,
            #"33:64 /prizes/tiers/0/value error: expected an amount in yuan as a string such as "300.00", got the number 500; write "500.00""#
        ),
        BadCampaign(
            #""value": "500.00""#, #""value": 500.5"#,
            #"33:64 /prizes/tiers/0/value error: expected an amount in yuan as a string such as "300.00", got the number 500.5; write "500.50""#
        ),
        BadCampaign(
            #""value": "500.00""#, #""value": "500""#,
            #"33:64 /prizes/tiers/0/value error: expected an amount in yuan as a string such as "300.00", got "500"; write "500.00""#
        ),
        BadCampaign(
            #""value": "500.00""#, #""value": "1,500.00""#,
            #"33:64 /prizes/tiers/0/value error: expected an amount in yuan as a string such as "300.00", got "1,500.00"; write "1500.00""#
        ),
        BadCampaign(
            #""value": "500.00", "count": 3"#, #""value": "9999999999999.00", "count": 1000"#,
            #"32:14 /prizes/tiers error: all prizes together must be worth less than 2^53 fen"#),
        BadCampaign(
            #""id": "second""#, #""id": "first""#,
            #"34:14 /prizes/tiers/1/id error: "first" is there already"#),
        BadCampaign(
            #""count": 10"#, #""count": 10, "cuont": 11"#,
            #"34:88 /prizes/tiers/1/cuont error: unknown key "cuont"; did you mean "count"?"#),
        BadCampaign(
            #""alternates": 20"#, #""alternates": -1"#,
            #"36:19 /prizes/alternates error: expected an integer from 0 to 1000000, got the number -1"#),
        BadCampaign(
            #""household": 1"#, #""familly": 1"#,
            #"37:14 /prizes/caps/familly error: unknown key "familly""#),
        BadCampaign(
            #""after-closing""#, #""after-close""#,
            #"39:28 /disclosure/result error: expected one of "at-once", "after-closing", got "after-close"; did you mean "after-closing"?"#
        ),
        BadCampaign(
            #"{"source": "commit"}"#, #"{"source": "drand", "round": 1}"#,
            #"41:34 /randomness/0/round error: a public number must be later than "closes" and "review", which is 2027-06-10T18:10:00+08:00"#,
            #"42:79 /randomness/1/at error: a public number must be drawn at least a minute before the beacon, so by 2023-08-23T23:08:27+08:00"#
        ),
        BadCampaign(
            #"{"source": "commit"}"#, #"{"source": "drand"}"#,
            #"41:5 /randomness/0 error: a source "drand" has either "round" or "at""#),
        BadCampaign(
            #"{"source": "commit"}"#, #"{"source": "drand", "at": "2027-06-10T19:00:30+08:00"}"#,
            #"42:79 /randomness/1/at error: a public number must be drawn at least a minute before the beacon, so by 2027-06-10T18:59:30+08:00"#
        ),
        BadCampaign(
            #""form": "digits 20", "at": "2027-06-10T19:00:00+08:00"}"#,
            #""form": "digits 20", "at": "2027-06-10T19:00:00+08:00","fallback":{"name":"notary.example","form":"digits 2","at":"2027-06-10T19:00:00+08:00"}}"#,
            #"42:126 /randomness/1/fallback/name error: "notary.example" is there already"#,
            #"42:166 /randomness/1/fallback/at error: a fallback must be later than what it stands in for"#),
        BadCampaign(
            #"{"source": "commit"}"#,
            #"{"source": "reveal", "party": "bank", "vkey": "bank+1", "commitment": "00", "note": "x"}"#,
            #"41:51 /randomness/0/vkey error: expected a key "name+hex8+base64" of type Ed25519, got "bank+1""#,
            #"41:75 /randomness/0/commitment error: expected 64 hex digits in lower case, got "00""#,
            #"41:89 /randomness/0/note error: expected the whole text of a signed note, got "x""#),
        BadCampaign(
            #"{"source": "commit"},"#, #"{"source": "commit"}, {"source": "commit"},"#,
            #"41:27 /randomness/1 error: there is a source "commit" already"#),
        BadCampaign(
            #"{"source": "commit"}"#, #"{"name": "commit"}"#,
            #"41:5 /randomness/0 error: "source" (its type) is missing: expected one of "commit", "reveal", "drand", "public""#
        ),
        BadCampaign(
            #""form": "digits 20""#, #""form": "digits twenty""#,
            #"42:60 /randomness/1/form error: expected a form of public drawing such as "digits 20", got "digits twenty": the count is an integer of 1…1000 without leading zeros, got “twenty”"#
        ),
        BadCampaign(
            #""form": "digits 20""#, #""form": "digits 19""#,
            #"40:17 /randomness warning: the public numbers have fewer than 2^64 outcomes: the evidence grade will be G1 at most"#
        ),
        BadCampaign(
            #""at": "2027-06-10T19:00:00+08:00""#, #""at": "2027-06-10T18:10:00+08:00""#,
            #"42:79 /randomness/1/at error: a public number must be later than "closes" and "review", which is 2027-06-10T18:10:00+08:00"#
        ),
        BadCampaign(
            #""name": "notary.example""#, #""name": "notary example""#,
            #"42:34 /randomness/1/name error: expected 1 to 64 of A–Z a–z 0–9 . _ - @ :, and not - alone, got "notary example""#
        ),
        BadCampaign(
            #""randomness": ["#, #""randomness": [], "rest": ["#,
            #"40:17 /randomness error: expected 1 to 8 items, got 0"#,
            #"40:21 /rest error: unknown key "rest""#),
        BadCampaign(
            #""title": {"#, #""title": "一", "title": {"#,
            #"4:17 /title error: the object has this key twice"#),
        BadCampaign(
            #""kind": "quiz","#, #""kind": "quiz""#,
            #"4:3  error: expected ',' or '}', found ‘"’"#),
        BadCampaign(
            #""kind": "quiz","#, #""kind": “quiz”,"#,
            #"3:11  error: expected a value, found the full-width or curly mark ‘“’; write ""#),
        BadCampaign(
            #""id": "duanwu-2027-quiz","#, #""ID": "duanwu-2027-quiz","#,
            #"2:3 /ID error: unknown key "ID"; did you mean "id"?"#),
        BadCampaign(
            in: CampaignSamples.riddles, #""answer": "灯 笼""#, #""answer": " ""#,
            #"17:70 /paper/questions/0/answer error: nothing is left of this answer after folding"#),
        BadCampaign(
            in: CampaignSamples.riddles, #""also": ["花灯"]"#, #""also": ["燈籠"]"#,
            #"17:86 /paper/questions/0/also/0 error: after folding, this is the same as an earlier answer: "灯笼""#),
        BadCampaign(
            in: CampaignSamples.riddles, #""also": ["花灯"]"#, #""also": ["花灯\n"]"#,
            #"17:86 /paper/questions/0/also/0 error: expected an answer of 1 to 200 characters, got "花灯\n": code point 3 of the answer is the control character U+000A"#
        ),
        BadCampaign(
            in: CampaignSamples.riddles, #""also": ["花灯"]"#, #""also": []"#,
            #"17:85 /paper/questions/0/also error: expected 1 to 100 items, got 0"#),
        BadCampaign(
            in: CampaignSamples.riddles, #""paper": {"#, #""paper": {"draw": [{"stratum": "甲", "take": 1}],"#,
            #"14:21 /paper/draw error: a "riddle" campaign draws no papers"#),
        BadCampaign(
            in: CampaignSamples.riddles, #""type": "text", "text": "有"#, #""type": "single", "text": "有"#,
            #"17:7 /paper/questions/0 error: "options" (the options) is missing: expected an array"#,
            #"17:28 /paper/questions/0/type error: the questions of a "riddle" campaign are of type "text""#,
            #"17:72 /paper/questions/0/answer error: expected 1 to 32 of A–Z a–z 0–9 . _ -, got "灯 笼""#,
            #"17:79 /paper/questions/0/also error: unknown key "also""#),
        BadCampaign(
            in: CampaignSamples.riddles, #""for": "correct""#, #""for": "passing""#,
            #"14:12 /paper error: "pass" (points to pass) is missing: chances are for passing"#),
        BadCampaign(
            in: CampaignSamples.riddles, #""limits": {"person": {"total": 9}},"#, #""#,
            #"1:1  warning: there is no limits.person.total: a person may submit any number of times"#),
        BadCampaign(
            in: CampaignSamples.riddles, #""zone": "Europe/Berlin""#, #""zone": "+08:00""#,
            #"7:11 /zone error: expected a time zone such as "Asia/Shanghai", got "+08:00"; write "Asia/Shanghai""#),
        BadCampaign(
            #"{"roll": "rolls/sample.csv"}"#, #"{"role": "rolls/sample.csv"}"#,
            #"10:16 /audience/role error: unknown key "role"; did you mean "roll"?"#),
        BadCampaign(
            #""total": 6, "#, #""#,
            #"12:15 /limits/person warning: there is no limits.person.total: a person may submit any number of times"#),
        BadCampaign(
            #""count": 6, "per": "1m", "burst": 3"#, #""count": 6, "per": "1m", "burst": 0"#,
            #"12:81 /limits/person/rate/burst error: expected an integer from 1 to 10000000, got the number 0"#),
        BadCampaign(
            #""take": 1}, {"stratum": "诗词", "take": 1}"#, #""take": 1}"#,
            #"18:13 /paper/pass error: some papers have no more than 20 points, not 30"#,
            #"25:31 /paper/questions/2/stratum warning: no paper takes questions of the stratum "诗词""#),
        BadCampaign(
            #""pass": 30"#, #""pass": 30, "attempts": "best""#,
            #"18:29 /paper/attempts error: expected one of "highest", "average", "first", "last", got "best""#),
        BadCampaign(
            #""chances": {"for": "passing", "most": 1}"#, #""chances": {"for": "correct", "most": 1}, "odds": "1/2""#,
            #"31:47 /prizes/odds error: unknown key "odds""#),
        BadCampaign(
            #""source": "public", "name": "notary.example", "form": "digits 20", "#, #""source": "public", "#,
            #"42:5 /randomness/1 error: "name" (who draws it) is missing: expected 1 to 64 of A–Z a–z 0–9 . _ - @ :, and not - alone"#,
            #"42:5 /randomness/1 error: "form" (the form of the number) is missing: expected a form of public drawing such as "digits 20""#
        ),
        BadCampaign(
            #""randomness": ["#, #""signin": {"days": 7}, "randomness": ["#,
            #"40:22 /signin/days error: the campaign has 3 days, not 7 in a row"#),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "2027-06-08T09:00:00-00:00""#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got "2027-06-08T09:00:00-00:00""#
        ),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "1970-01-01T00:00:00+08:00""#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got "1970-01-01T00:00:00+08:00": it is before 1970"#
        ),
    ]
}
