import Campaigns
import JSON

/// The part of the page about places: how full each slot is.
extension ReportPage {
    var places: Markup {
        guard let places = report.places else { return "" }
        var part = Markup.heading("名额", "Places")
        let how: BilingualText =
            switch places.by {
            case "lottery": BilingualText(zh: "超额抽签", en: "by lottery")
            case "review": BilingualText(zh: "审核", en: "as staff decide")
            default: BilingualText(zh: "先到先得", en: "first come, first served")
            }
        part += "<p>"
        part += .both(
            "名额按“\(how.zh)”分配：\(places.placed) 份报名有名额，\(places.waiting) 份候补。",
            "Places are given \(how.text(.en)): \(places.placed) enrolments have some, \(places.waiting) wait.")
        part += "</p>\n<div class=\"wide\"><table>\n<tr>"
        for (zh, en) in [
            ("场次", "slot"), ("名额", "places"), ("已占", "taken"), ("待确认", "offered"), ("候补", "waiting"),
        ] {
            part += "<th>\(Markup.both(zh, en))</th>"
        }
        part += "</tr>\n"
        for slot in places.slots {
            part += "<tr><td><code>\(slot.id)</code> \(Markup.both(slot.title))</td>"
            for count in [slot.capacity, slot.taken, slot.offered, slot.waiting] { part += "<td>\("\(count)")</td>" }
            part += "</tr>\n"
        }
        part += "</table></div>\n<p>"
        part += .both(
            "谁有哪些名额在 draw/places.csv，候补次序在 draw/waiting.csv，都以化名列出；每一份都可由公开的报名和事件重新算出。",
            "Who has which places is in draw/places.csv, the order of those who wait in draw/waiting.csv, by pseudonyms; all of "
                + "it follows from the published enrolments and events.")
        part += "</p>\n"
        return part
    }
}
