//! What people of the demonstration say: answers to whatever the forms ask, in invented words.

use catalogue::{Catalogue, Kind, Question};
use form::{Answer, Answers};
use kernel::{Refused, Ts};

use super::{Child, Hands};

const WORRIES: &[&str] = &[
    "Picked up after school in cars that staff do not know, and comes in tired.",
    "Has a second phone and new clothes, and will not say where they come from.",
    "Was away overnight twice this month. Came back frightened.",
    "Came to the emergency department with an injury and somebody who answered every question.",
    "A friend said that pictures were sent and that somebody asks for money.",
];
/// Decisions with the words for the referrer.
pub const DECISIONS: &[(&str, &str)] = &[
    (
        "no_further_action",
        "Thank you. We have looked into this and will keep what you told us. Please tell us if anything changes.",
    ),
    ("advice", "Thank you. We have given advice to the people who work with the child."),
    ("early_help", "Thank you. A family help worker will be in touch with the family."),
    ("s17_assessment", "Thank you. A social worker will assess what the child needs."),
    ("strategy_discussion", "Thank you. Children's social care and the police are acting on this today."),
];
/// Reasons for a decision.
pub const REASONS: &[&str] = &[
    "Checked with school and police; what is known supports the decision.",
    "The pattern is new and the child is not yet known to services.",
    "Known to a worker already; discussed with them and the team manager.",
    "Several indicators together, and no adult at home who can keep the child safe.",
];

/// Answers to everything that a form needs.
///
/// # Errors
/// When the configuration has no such form.
pub(super) fn answers_about(
    catalogue: &Catalogue,
    form: &str,
    hands: &Hands,
    at: Ts,
    child: &Child,
) -> Result<Answers, Refused> {
    let today = at.day();
    let form = catalogue.form(form, today).ok_or(Refused::NotFound)?;
    let mut all = Answers::default();
    // Answers open further questions: three rounds reach all of them.
    for _ in 0..3 {
        let wrong = form::check(form, &all, catalogue, today);
        let asked = form::asked(form, &all, today);
        for group in &form.groups {
            let least = group.repeat.as_ref().map_or(1, |it| usize::try_from(it.min).unwrap_or_default());
            let wanted = if group.id == "children" { least.max(1) } else { least };
            for nth in 0..wanted.max(asked.many(form, &group.id)).min(wanted.max(1)) {
                for question in &group.questions {
                    let field = form::name(group, nth, &question.id);
                    let named =
                        group.id == "children" && matches!(question.id.as_str(), "forename" | "surname" | "born");
                    let missing = wrong.0.iter().any(|it| it.field.starts_with(&field)) || named;
                    if missing && all.get(&group.id, nth, &question.id).is_none() {
                        all.put(&group.id, nth, &question.id, one(catalogue, question, hands, at, child));
                    }
                }
            }
        }
    }
    Ok(all)
}

/// The same about any child, as a form sends it.
///
/// # Errors
/// When the configuration has no such form.
pub fn answers(catalogue: &Catalogue, form: &str, hands: &Hands, at: Ts) -> Result<serde_json::Value, Refused> {
    let all = answers_about(catalogue, form, hands, at, &Child::on(hands, at.day()))?;
    serde_json::to_value(&all).map_err(|e| Refused::Fault(e.to_string()))
}

fn one(catalogue: &Catalogue, it: &Question, hands: &Hands, at: Ts, child: &Child) -> Answer {
    let word = |of: &[&str]| (*hands.one(of).unwrap_or(&"")).to_owned();
    let code = |list: Option<&str>| {
        let codes: Vec<String> = list
            .and_then(|list| catalogue.codes(list))
            .into_iter()
            .flat_map(|list| list.on(at.day()))
            .filter(|it| !it.alone)
            .map(|it| it.code.clone())
            .collect();
        hands.one(&codes).cloned().unwrap_or_default()
    };
    match it.kind {
        Kind::YesNoUnknown if it.id == "immediate_danger" => {
            Answer::words(if hands.below(15) == 0 { "yes" } else { "no" })
        }
        Kind::YesNoUnknown => Answer::words(word(&["no", "no", "unknown"])),
        Kind::Code => Answer::words(code(it.codes.as_deref())),
        Kind::Codes => {
            Answer { said: form::Said::Several(vec![code(it.codes.as_deref())]), evidence: form::Evidence::default() }
        }
        Kind::Recency => Answer::words(code(Some("recency"))),
        Kind::AgeOrBirth => {
            let age = form::Age { born: child.born.to_string(), ..form::Age::default() };
            Answer { said: form::Said::Age(age), evidence: form::Evidence::default() }
        }
        Kind::Day => Answer::words(at.day().plus_days(-2).to_string()),
        Kind::Instant => Answer::words(at.plus_hours(-5).to_string()),
        Kind::Int | Kind::Rating => Answer::words("1"),
        Kind::Money => Answer::words("10.00"),
        Kind::Email => Answer::words("duty@hollinbeck.example"),
        Kind::Phone => Answer::words("01632 960123"),
        Kind::Postcode => Answer::words("ZZ99 3WZ"),
        Kind::NhsNumber | Kind::Upn | Kind::File => Answer::words(""),
        Kind::Org => Answer::words("hollinbeck-academy"),
        Kind::Text | Kind::Person if it.id == "forename" => Answer::words(child.forename),
        Kind::Text | Kind::Person if it.id == "surname" => Answer::words(child.surname.clone()),
        Kind::Text | Kind::Person => Answer::words("Not said"),
        Kind::Long => Answer {
            said: form::Said::Words(word(WORRIES)),
            evidence: if it.evidence {
                form::Evidence { what: "Seen by staff".into(), who: "Form tutor".into(), when: String::new() }
            } else {
                form::Evidence::default()
            },
        },
    }
}

/// What a worker writes down: sort of note and words.
pub const NOTES: &[(&str, &str)] = &[
    ("visit", "Seen at home with a parent. Talked about new friends and the second phone; agreed to meet again."),
    ("call", "Rang the school. Attendance is better than last month, but late on Mondays."),
    ("meeting", "Met with school and the youth worker. They will share what they hear, and we keep the plan."),
    ("note", "The child asked for the same worker next time. Arranged."),
    ("supervision", "Looked at together with the manager: the plan is right, the next visit is brought forward."),
];
/// Why something was late, by code and in words.
pub const LATE: &[(&str, &str)] = &[
    ("family", "Nobody at home could be reached before the weekend."),
    ("non-attendance", "The other agency answered only on the third day."),
    ("missing", "The child was still missing and could not be asked."),
];

/// What social workers set themselves to do.
pub(super) const ACTIONS: &[&str] = &[
    "Visit at home and see the young person alone",
    "Speak with the school about what they have noticed",
    "Ask the health team for their chronology",
    "Agree with the family who is called when they are late home",
    "Write to the youth service about a mentor",
];
