import Testing

/// A sample with one edit, and all that the loader must say about it, as `line:column pointer severity: message`.
struct BadCampaign: Sendable, CustomTestStringConvertible {
    var sample: String
    var old: String
    var new: String
    var problems: [String]

    init(in sample: String = CampaignSamples.quiz, _ old: String, _ new: String, _ problems: String...) {
        self.sample = sample
        self.old = old
        self.new = new
        self.problems = problems
    }

    var testDescription: String { "\(old) -> \(new)" }
}

/// Mistakes in the heading, the schedule and the papers.
extension BadCampaign {
    static let headingAndSchedule: [BadCampaign] = [
        BadCampaign(
            #""id": "duanwu-2027-quiz""#, #""id": "Duanwu 2027""#,
            #"2:9 /id error: expected 1 to 64 of a–z 0–9 - . that start with a letter or digit, got "Duanwu 2027""#),
        BadCampaign(
            #""id": "duanwu-2027-quiz""#, #""id": "registry""#,
            #"2:9 /id error: expected 1 to 64 of a–z 0–9 - . that start with a letter or digit, got "registry": "registry" is reserved for the registry"#
        ),
        BadCampaign(
            #""id": "duanwu-2027-quiz""#, #""id": "..""#,
            #"2:9 /id error: expected 1 to 64 of a–z 0–9 - . that start with a letter or digit, got "..""#),
        BadCampaign(
            #""id": "duanwu-2027-quiz""#, #""id": 7"#,
            #"2:9 /id error: expected 1 to 64 of a–z 0–9 - . that start with a letter or digit, got the number 7"#),
        BadCampaign(
            #""id": "duanwu-2027-quiz","#, #""#,
            #"1:1  error: "id" (the campaign's id) is missing: expected 1 to 64 of a–z 0–9 - . that start with a letter or digit"#
        ),
        BadCampaign(
            #""kind": "quiz""#, #""kind": "quis""#,
            #"3:11 /kind error: expected one of "riddle", "quiz", "contest", "raffle", "offer", "subsidy", "enrolment", got "quis"; did you mean "quiz"?"#
        ),
        BadCampaign(
            #""kind": "quiz""#, #""kind": "contest""#,
            #"1:1  error: "works" (the works) is missing: expected an object"#,
            #"1:1  error: "ranking" (what ranks are made of) is missing: expected an object"#,
            #"15:3 /paper error: a campaign of the kind "contest" has no part "paper""#),
        BadCampaign(
            #""kind": "quiz""#, #""kind": null"#,
            #"3:11 /kind error: expected one of "riddle", "quiz", "contest", "raffle", "offer", "subsidy", "enrolment", got null"#
        ),
        BadCampaign(
            #"{"zh": "我们的节日·端午知识竞答", "en": "Dragon Boat quiz"}"#, #"{"en": "Dragon Boat quiz"}"#,
            #"4:12 /title error: "zh" (Chinese) is missing: expected a text of 1 to 200 characters"#),
        BadCampaign(
            #"{"zh": "我们的节日·端午知识竞答", "en": "Dragon Boat quiz"}"#, #"{"zh": " ", "en": "Dragon\u001bBoat"}"#,
            #"4:19 /title/zh error: expected a text of 1 to 200 characters, got " ": there is nothing in it"#,
            #"4:30 /title/en error: expected a text of 1 to 200 characters, got "Dragon\u001bBoat": it has control characters"#
        ),
        BadCampaign(
            #"{"zh": "我们的节日·端午知识竞答", "en": "Dragon Boat quiz"}"#, #"["端午"]"#,
            #"4:12 /title error: expected a text, or {"zh": …, "en": …}, got an array"#),
        BadCampaign(
            #""title""#, #""titel""#,
            #"4:3 /titel error: unknown key "titel"; did you mean "title"?"#),
        BadCampaign(
            #""organiser": "jimo-union.example""#, #""organiser": "other-union.example""#,
            #"5:16 /organiser error: the organiser is "other-union.example", but the daemon's is "jimo-union.example""#),
        BadCampaign(
            #""organiser": "jimo-union.example""#, #""organiser": "即墨""#,
            #"5:16 /organiser error: expected a domain name in lower case, got "即墨""#),
        BadCampaign(
            #""review": "10m""#, #""zone": "Asia/Beijing""#,
            #"9:11 /zone error: expected a time zone such as "Asia/Shanghai", got "Asia/Beijing"; write "Asia/Shanghai""#
        ),
        BadCampaign(
            #""review": "10m""#, #""zone": "Asia/Shanghia""#,
            #"9:11 /zone error: expected a time zone such as "Asia/Shanghai", got "Asia/Shanghia"; write "Asia/Shanghai""#
        ),
        BadCampaign(
            #""review": "10m""#, #""review": 10"#,
            #"9:13 /review error: expected a duration such as "90s", "10m" or "24h", got the number 10"#),
        BadCampaign(
            #""review": "10m""#, #""review": "10 min""#,
            #"9:13 /review error: expected a duration such as "90s", "10m" or "24h", got "10 min""#),
        BadCampaign(
            #""review": "10m""#, #""disputes": "7d""#,
            #"9:15 /disputes error: expected a duration such as "90s", "10m" or "24h", got "7d": days are written as hours; write "168h""#
        ),
        BadCampaign(
            #""review": "10m""#, #""review": "90000h""#,
            #"9:13 /review error: expected a duration such as "90s", "10m" or "24h", got "90000h": it is longer than ten years"#
        ),
        BadCampaign(
            #""review": "10m""#, #""works": []"#,
            #"9:3 /works error: a campaign of the kind "quiz" has no part "works""#),
        BadCampaign(
            #""review": "10m""#, #""disputes": "23h""#,
            #"9:15 /disputes warning: less than a day for disputes: once somebody is erased, nothing of theirs can be looked up"#
        ),
        BadCampaign(
            #""review": "10m""#, #""witnesses": "required", "announces": "2027-06-08T08:00:01+08:00""#,
            #"9:41 /announces warning: less than an hour from "announces" to "opens": witnesses may not sign in time"#),
        BadCampaign(
            #""review": "10m""#, #""announces": "2027-06-08T09:00:01+08:00""#,
            #"9:16 /announces error: "announces" must not be later than "opens""#),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "2027-02-30T09:00:00+08:00""#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got "2027-02-30T09:00:00+08:00": month 2 of 2027 has 28 days"#
        ),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "2027-06-08 09:00:00+08:00""#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got "2027-06-08 09:00:00+08:00"; write "2027-06-08T09:00:00+08:00""#
        ),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "2027-06-08T09:00:00""#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got "2027-06-08T09:00:00": the offset is missing; write "2027-06-08T09:00:00+08:00""#
        ),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "2027-06-08T24:00:00+08:00""#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got "2027-06-08T24:00:00+08:00": there is no such time of day"#
        ),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "2027-13-08T09:00:00+08:00""#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got "2027-13-08T09:00:00+08:00": there is no month 13"#
        ),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": 1812416400000"#,
            #"7:12 /opens error: expected a time with offset such as "2027-06-08T09:00:00+08:00", got the number 1812416400000"#
        ),
        BadCampaign(
            #""opens": "2027-06-08T09:00:00+08:00""#, #""opens": "2027-06-10T18:00:00+08:00""#,
            #"8:13 /closes error: "closes" must be later than "opens""#),
        BadCampaign(
            #""closes": "2027-06-10T18:00:00+08:00""#, #""closes": "2047-06-10T18:00:00+08:00""#,
            #"8:13 /closes error: a campaign is open for at most 3660 days"#),
        BadCampaign(
            #"{"roll": "rolls/sample.csv"}"#, #"{}"#,
            #"10:15 /audience error: "roll" (the roll's file) is missing; where anybody may take part, write "open": true"#
        ),
        BadCampaign(
            #"{"roll": "rolls/sample.csv"}"#, #"{"roll": "../rolls/sample.csv"}"#,
            #"10:24 /audience/roll error: expected a relative path inside the campaigns folder, got "../rolls/sample.csv""#
        ),
        BadCampaign(
            #"{"roll": "rolls/sample.csv"}"#, #"{"roll": "/etc/passwd"}"#,
            #"10:24 /audience/roll error: expected a relative path inside the campaigns folder, got "/etc/passwd""#),
        BadCampaign(
            #"{"roll": "rolls/sample.csv"}"#, #"{"roll": "a.csv", "exclude": ["m1"]}"#,
            #"10:44 /audience/exclude error: expected an object, got an array"#),
        BadCampaign(
            #"{"roll": "rolls/sample.csv"}"#, #""rolls/sample.csv""#,
            #"10:15 /audience error: expected an object, got "rolls/sample.csv""#),
        BadCampaign(
            #""day": 3"#, #""day": 0"#,
            #"12:23 /limits/person/day error: expected an integer from 1 to 1000000, got the number 0"#),
        BadCampaign(
            #""day": 3"#, #""day": 1.5"#,
            #"12:23 /limits/person/day error: expected an integer from 1 to 1000000, got the number 1.5"#),
        BadCampaign(
            #""day": 3"#, #""daily": 3"#,
            #"12:16 /limits/person/daily error: unknown key "daily""#),
        BadCampaign(
            #""per": "1m""#, #""per": "0s""#,
            #"12:66 /limits/person/rate/per error: "per" must be longer than 0"#),
        BadCampaign(
            #""per": "1m", "#, #""#,
            #"12:46 /limits/person/rate error: "per" (in this time) is missing: expected a duration such as "90s", "10m" or "24h""#
        ),
        BadCampaign(
            #""person": {"day": 3"#, #""household": {"day": 9, "total": 8}, "person": {"day": 3"#,
            #"12:38 /limits/household/total error: 8 in all is less than 9 in a day"#),
        BadCampaign(
            #""pass": 30"#, #""pass": 31"#,
            #"18:13 /paper/pass error: some papers have no more than 30 points, not 31"#),
        BadCampaign(
            #""pass": 30,"#, #""#,
            #"15:12 /paper error: "pass" (points to pass) is missing: chances are for passing"#),
        BadCampaign(
            #""pass": 30"#, #""pass": 0"#,
            #"18:13 /paper/pass error: expected an integer from 1 to 1000000000, got the number 0"#),
        BadCampaign(
            #""shuffle": true"#, #""shuffle": "yes""#,
            #"17:16 /paper/shuffle error: expected true or false, got "yes""#),
        BadCampaign(
            #""limits":"#, #""schedule": {"daily": true}, "limits":"#,
            #"42:79 /randomness/1/at error: the number of 2 days before must be later than that day's end and "review", which is 2027-06-09T00:10:00+08:00"#
        ),
        BadCampaign(
            #""shuffle": true"#, #""fold": ["nfck", "numerals", "space", "space"]"#,
            #"17:14 /paper/fold/0 error: expected one of "nfkc", "width", "case", "traditional", "space", "punctuation", "particles", "numerals", got "nfck"; did you mean "nfkc"?"#,
            #"17:43 /paper/fold/3 error: "space" is there already"#),
        BadCampaign(
            #"{"stratum": "习俗", "take": 1}"#, #"{"stratum": "习俗", "take": 3}"#,
            #"16:40 /paper/draw/0/take error: it takes 3, but the stratum "习俗" has 2"#),
        BadCampaign(
            #"{"stratum": "习俗", "take": 1}"#, #"{"stratum": "习惯", "take": 1}"#,
            #"16:26 /paper/draw/0/stratum error: no question is in the stratum "习惯"; did you mean "习俗"?"#),
        BadCampaign(
            #"{"stratum": "习俗", "take": 1}"#, #"{"stratum": "诗词", "take": 1}"#,
            #"16:56 /paper/draw/1/stratum error: "诗词" is there already"#),
    ]
}
